import type { RehearsalFault } from '../contract/rehearsal';
import type { Clock } from '../lib/clock';
import { createValue, type Readable } from '../lib/value';
import type { MessengerControls } from './messenger/messenger-controls';
import type { ModelControls } from './model/create-model-server';

/** What a rehearsal does to the engine; an engine in memory offers it. */
export interface RehearsedEngine {
  setMirrorFault(prefix: string, fault: { kind: 'slow'; bytesPerSecond: number } | undefined): void;
  setDiskFull(isFull: boolean): void;
}

export interface RehearsalFaults {
  readonly active: Readable<readonly RehearsalFault[]>;
  set(fault: RehearsalFault, on: boolean): void;
  attach(engine: RehearsedEngine): void;
  close(): void;
}

interface FaultParts {
  clock: Clock;
  messenger: MessengerControls;
  brain: { crash(): void };
  model: ModelControls;
}

/** Where the bridge runs: the messenger's own port, or the one that it dials. */
const BRIDGE_PORTS = [3_001, 6_199];
const SLOW_MIRROR = { kind: 'slow', bytesPerSecond: 60_000 } as const;
const KICK_TEXT = '你的账号在另一台设备上登录了（彩排）。';

/** Troubles that pass by themselves, in ms; the others stay until they are taken back. */
const PASSES_AFTER_MS: Partial<Record<RehearsalFault, number>> = {
  cutBridge: 6_000,
  kick: 12_000,
  crashBrain: 6_000,
};

/** The troubles of a rehearsal, each with its way back. */
export function createFaults({ clock, messenger, brain, model }: FaultParts): RehearsalFaults {
  const active = createValue<readonly RehearsalFault[]>([]);
  const passing = new Map<RehearsalFault, () => void>();
  let engine: RehearsedEngine | undefined;

  const acts: Record<RehearsalFault, (on: boolean) => void> = {
    cutBridge(on) {
      for (const port of BRIDGE_PORTS) {
        messenger.blockBridge(on, port);
        if (on && messenger.state.get().running) messenger.cutBridge(port);
      }
    },
    kick(on) {
      if (on) messenger.kick(KICK_TEXT);
    },
    noQuota: (on) => model.setFault(on ? 'noQuota' : undefined),
    slowMirror: (on) => engine?.setMirrorFault('*', on ? SLOW_MIRROR : undefined),
    crashBrain(on) {
      if (on) brain.crash();
    },
    diskFull: (on) => engine?.setDiskFull(on),
  };

  function set(fault: RehearsalFault, on: boolean): void {
    if (active.get().includes(fault) === on) return;
    acts[fault](on);
    passing.get(fault)?.();
    passing.delete(fault);
    const others = active.get().filter((each) => each !== fault);
    active.set(on ? [...others, fault] : others);
    const passesAfterMs = PASSES_AFTER_MS[fault];
    if (on && passesAfterMs !== undefined) {
      passing.set(
        fault,
        clock.after(passesAfterMs, () => set(fault, false)),
      );
    }
  }

  return {
    active,
    set,
    attach(next) {
      engine = next;
      for (const fault of ['slowMirror', 'diskFull'] as const) acts[fault](active.get().includes(fault));
    },
    close() {
      for (const cancel of passing.values()) cancel();
    },
  };
}
