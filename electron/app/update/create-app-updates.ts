import { AppError } from '../../contract/errors';
import type { Settings } from '../../contract/settings';
import type { UpdateView } from '../../contract/update';
import type { Clock } from '../../lib/clock';
import type { Readable } from '../../lib/value';
import type { MakeUpdates } from './update-controls';
import { createUpdateHold, type UpdateHold } from './update-hold';

/** All of them are refused with `notAllowed` where the shell does not update itself. */
export interface UpdateCalls {
  /** Looks for a newer version now; `AppView.update` tells what came of it. */
  check(): Promise<void>;
  /** Fetches the version that was found; resolves once begun. `busy` while something must not be interrupted. */
  download(): Promise<void>;
  /** Ends the app and starts the new version. `busy` while something must not be interrupted. */
  install(): Promise<void>;
  /** Opens the page where versions can be downloaded by hand. */
  openPage(): Promise<void>;
}

export interface AppUpdates {
  readonly calls: UpdateCalls;
  readonly hold: UpdateHold;
  /** Undefined where the shell does not update itself. */
  view(): UpdateView | undefined;
  close(): void;
}

export interface AppUpdatesOptions {
  make: MakeUpdates | undefined;
  settings: Readable<Settings>;
  clock: Clock;
  log: (line: string) => void;
  onChange: () => void;
}

/** Binds the shell's updates to the app: what they must not interrupt, what is shown of them, who may ask for them. */
export function createAppUpdates({ make, settings, clock, log, onChange }: AppUpdatesOptions): AppUpdates {
  const hold = createUpdateHold();
  const controls = make?.({ settings, hold, clock, log });
  const unsubscribes = [controls?.state.subscribe(onChange), hold.subscribe(onChange)];

  function ask({ unlessHeld }: { unlessHeld: boolean }) {
    if (!controls) throw new AppError('notAllowed');
    if (unlessHeld && hold.get() !== undefined) throw new AppError('busy');
    return controls;
  }

  return {
    hold,
    calls: {
      check: async () => ask({ unlessHeld: false }).check(),
      async download() {
        void ask({ unlessHeld: true }).download();
      },
      install: async () => ask({ unlessHeld: true }).install(),
      openPage: async () => ask({ unlessHeld: false }).openPage(),
    },
    view() {
      if (!controls) return undefined;
      const waitsFor = hold.get();
      return { state: controls.state.get(), way: controls.way, ...(waitsFor && { waitsFor }) };
    },
    close() {
      for (const unsubscribe of unsubscribes) unsubscribe?.();
      controls?.close();
    },
  };
}
