import type { Settings } from '../../contract/settings';
import type { UpdateHoldReason, UpdateState, UpdateView } from '../../contract/update';
import type { Clock } from '../../lib/clock';
import type { Readable } from '../../lib/value';

/** The app's own update, as a shell that has one does it. No call rejects for what went wrong: the state tells it. */
export interface UpdateControls {
  readonly state: Readable<UpdateState>;
  readonly way: UpdateView['way'];
  /** Resolves once it is known whether there is a newer version. */
  check(): Promise<void>;
  /** Resolves once the download has ended, one way or the other. */
  download(): Promise<void>;
  /** Ends the app, puts the new version in its place and starts that. */
  install(): Promise<void>;
  /** Opens the page where versions can be downloaded by hand. */
  openPage(): Promise<void>;
  close(): void;
}

/** What the app gives to whoever updates it. */
export interface UpdateNeeds {
  settings: Readable<Settings>;
  /** While it has a value nothing is downloaded or installed. */
  hold: Readable<UpdateHoldReason | undefined>;
  clock: Clock;
  log: (line: string) => void;
}

export type MakeUpdates = (needs: UpdateNeeds) => UpdateControls;
