import { type Clock, systemClock } from './clock';

export interface JumpingClock extends Clock {
  /** Puts the clock forward by `ms`; what falls due on the way is run at once, each in its turn. */
  jump(ms: number): void;
}

/** A clock that starts at `start`, runs as life does and can be put forward: for real sockets and long waits. */
export function createJumpingClock(start: number): JumpingClock {
  let ahead = start - systemClock.now();
  const waiting = new Map<object, { at: number; run: () => void; cancel: () => void }>();
  const now = () => systemClock.now() + ahead;

  function wait(id: object, at: number, run: () => void): void {
    const end = () => {
      waiting.delete(id);
      run();
    };
    waiting.set(id, { at, run, cancel: systemClock.after(Math.max(0, at - now()), end) });
  }

  return {
    now,
    after(ms, run) {
      const id = {};
      wait(id, now() + ms, run);
      return () => {
        waiting.get(id)?.cancel();
        waiting.delete(id);
      };
    },
    jump(ms) {
      ahead += ms;
      const all = [...waiting].sort(([, one], [, other]) => one.at - other.at);
      for (const [id, { at, run, cancel }] of all) {
        cancel();
        wait(id, at, run);
      }
    },
  };
}
