import type { Clock } from '../../lib/clock';

/** Looks again after a while although nothing happened: time itself changes what is true. */
export interface Pulse {
  /** Wants a beat within `ms`. A beat that comes sooner stays: being asked often never puts it off. */
  within(ms: number): void;
  close(): void;
}

export function createPulse(clock: Clock, beat: () => void): Pulse {
  let next: { at: number; cancel: () => void } | undefined;
  return {
    within(ms) {
      const at = clock.now() + ms;
      if (next && next.at <= at) return;
      next?.cancel();
      next = {
        at,
        cancel: clock.after(ms, () => {
          next = undefined;
          beat();
        }),
      };
    },
    close() {
      next?.cancel();
    },
  };
}
