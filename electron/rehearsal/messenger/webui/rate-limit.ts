import type { Clock } from '../../../lib/clock';

const WINDOW_MS = 60_000;

/** Counts attempts by address, good ones too, in a fixed minute from the first. */
export function createRateLimit(clock: Clock): (address: string, allowed: number) => boolean {
  const windows = new Map<string, { since: number; attempts: number }>();
  return (address, allowed) => {
    const known = windows.get(address);
    const window =
      known && clock.now() - known.since < WINDOW_MS ? known : { since: clock.now(), attempts: 0 };
    windows.set(address, window);
    window.attempts += 1;
    return window.attempts <= allowed;
  };
}
