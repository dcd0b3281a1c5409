import type { Readable } from '../../lib/value';

/** Resolves at the next change after this call; rejects with the signal's reason. */
export function nextChange(readable: Readable<unknown>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const unsubscribe = readable.subscribe(() => resolve());
  const tidy = () => {
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
  };
  promise.then(tidy, tidy);
  return promise;
}

/** Resolves with what `find` finds, now or after a change. */
export async function untilValue<T, R>(
  readable: Readable<T>,
  find: (value: T) => R | undefined,
  signal: AbortSignal,
): Promise<R> {
  for (;;) {
    const change = nextChange(readable, signal);
    const found = find(readable.get());
    if (found !== undefined) return found;
    await change;
  }
}
