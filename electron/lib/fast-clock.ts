import { type Clock, systemClock } from './clock';

/** A clock that runs `times` as fast as life, for tests of long waits over real sockets. */
export function createFastClock(times: number): Clock {
  const begun = systemClock.now();
  return {
    now: () => begun + (systemClock.now() - begun) * times,
    after: (ms, run) => systemClock.after(ms / times, run),
  };
}
