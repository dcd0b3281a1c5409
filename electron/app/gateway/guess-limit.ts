import type { Clock } from '../../lib/clock';

const WINDOW_MS = 60_000;
/** Of one address, and of all together: behind some engines everybody has one address. */
const TRIES = 5;
const TRIES_OF_ALL = 30;
const ALL = '';

/** Slows down whoever guesses a password. */
export interface GuessLimit {
  /** Seconds to wait before the next try; undefined when it may be made now. */
  waitSeconds(address: string): number | undefined;
  failed(address: string): void;
  succeeded(address: string): void;
}

export function createGuessLimit(clock: Clock): GuessLimit {
  const failures = new Map<string, number[]>();
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => clock.now() - at < WINDOW_MS);
  const waitOf = (key: string, limit: number) => {
    const times = recent(key);
    const oldest = times[times.length - limit];
    return oldest === undefined ? undefined : Math.ceil((oldest + WINDOW_MS - clock.now()) / 1_000);
  };
  return {
    waitSeconds: (address) => waitOf(address, TRIES) ?? waitOf(ALL, TRIES_OF_ALL),
    failed(address) {
      for (const key of [address, ALL]) failures.set(key, [...recent(key), clock.now()]);
      for (const key of failures.keys()) if (recent(key).length === 0) failures.delete(key);
    },
    succeeded: (address) => void failures.delete(address),
  };
}
