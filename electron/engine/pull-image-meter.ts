const TIME_CONSTANT_MS = 4_000;
/** Before that, one burst would pass for a speed. */
const RATE_AFTER_MS = 1_000;
const ETA_AFTER_MS = 3_000;

/** Turns byte counts into a rate and a time to go, both only as far as they are known. */
export interface PullMeter {
  /** `doneBytes` at `at`; counts that fall are taken for no progress. */
  read(at: number, doneBytes: number): void;
  /** Bytes per second, the last 4 s weighing most; undefined for the first second. */
  rate(at: number): number | undefined;
  /** ms until `totalBytes` are done at this rate; undefined for the first 3 s and when nothing moves. */
  eta(at: number, totalBytes: number): number | undefined;
}

export function createPullMeter(): PullMeter {
  let begun: number | undefined;
  let lastAt = 0;
  let done = 0;
  let unweighed = 0;
  let smoothed = 0;

  function rate(at: number): number | undefined {
    const elapsed = begun === undefined ? 0 : at - begun;
    if (elapsed < RATE_AFTER_MS) return undefined;
    const faded = smoothed * Math.exp(-(at - lastAt) / TIME_CONSTANT_MS);
    // Without this the average would seem to climb from nothing.
    return faded / (1 - Math.exp(-elapsed / TIME_CONSTANT_MS));
  }

  return {
    rate,
    read(at, doneBytes) {
      if (begun === undefined) {
        // What is here at the first reading was not fetched by this pull.
        begun = lastAt = at;
        done = doneBytes;
        return;
      }
      unweighed += Math.max(0, doneBytes - done);
      done = Math.max(done, doneBytes);
      const passed = at - lastAt;
      if (passed <= 0) return;
      const weight = 1 - Math.exp(-passed / TIME_CONSTANT_MS);
      smoothed += weight * ((unweighed * 1_000) / passed - smoothed);
      unweighed = 0;
      lastAt = at;
    },
    eta(at, totalBytes) {
      const now = rate(at);
      const isKnown = begun !== undefined && at - begun >= ETA_AFTER_MS;
      if (!isKnown || now === undefined || now < 1) return undefined;
      return ((totalBytes - done) / now) * 1_000;
    },
  };
}
