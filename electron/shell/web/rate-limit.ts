import type { Clock } from '../../lib/clock';

export interface RateLimit {
  /** Takes one try of `who`; answers how many ms to wait when there is none left, else 0. */
  take(who: string): number;
  /** Gives a try back that turned out to be rightful. */
  giveBack(who: string): void;
}

/** Stands for all who ask; nobody's address. */
const EVERYBODY = '*';

/** At most `limit` tries in any `windowMs`, for each who asks and, tenfold, for all of them together. */
export function createRateLimit(clock: Clock, limit: number, windowMs: number): RateLimit {
  const tries = new Map<string, number[]>();

  function recent(who: string): number[] {
    const since = clock.now() - windowMs;
    const kept = (tries.get(who) ?? []).filter((at) => at > since);
    if (kept.length > 0) tries.set(who, kept);
    else tries.delete(who);
    return kept;
  }

  function waitFor(who: string, most: number): number {
    const kept = recent(who);
    const oldest = kept[kept.length - most];
    return oldest === undefined ? 0 : oldest + windowMs - clock.now();
  }

  return {
    take(who) {
      for (const other of [...tries.keys()]) recent(other);
      const wait = Math.max(waitFor(who, limit), waitFor(EVERYBODY, limit * 10));
      if (wait > 0) return wait;
      for (const name of [who, EVERYBODY]) tries.set(name, [...recent(name), clock.now()]);
      return 0;
    },
    giveBack(who) {
      for (const name of [who, EVERYBODY]) tries.set(name, recent(name).slice(0, -1));
    },
  };
}
