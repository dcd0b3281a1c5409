import type { Clock } from './clock';

export interface ManualClock extends Clock {
  /** Moves time on by `ms`, running what falls due in order and letting promises settle in between. */
  advance(ms: number): Promise<void>;
}

/** A clock that stands still until it is told to move. */
export function createManualClock(start = 1_700_000_000_000): ManualClock {
  let now = start;
  let sequence = 0;
  const due = new Map<number, { at: number; run: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    after(ms, run) {
      const id = sequence++;
      due.set(id, { at: now + Math.max(0, ms), run });
      return () => void due.delete(id);
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...due]
          .filter(([, timer]) => timer.at <= end)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (!next) break;
        const [id, timer] = next;
        due.delete(id);
        now = Math.max(now, timer.at);
        timer.run();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
