/** Time as a port, so that tests turn it by hand. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Calls `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms` of the clock's time; rejects with the signal's reason when aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Rejects with `TimeoutError` when `work` has not settled after `ms`.
 * `work` is given a signal that aborts then, or when `signal` does.
 */
export function withDeadline<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const timeout = new AbortController();
  const both = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal;
  return new Promise<T>((resolve, reject) => {
    const cancel = clock.after(ms, () =>
      timeout.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError')),
    );
    both.addEventListener('abort', () => reject(both.reason), { once: true });
    if (both.aborted) {
      cancel();
      return reject(both.reason);
    }
    work(both).then(resolve, reject).finally(cancel);
  });
}
