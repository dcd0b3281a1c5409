/**
 * A controller that aborts when any of the signals does. Not `AbortSignal.any`: what that gives is held weakly
 * and may be collected under a stream that runs for days, whose abort is then never heard. Call `unlink` when the
 * work is over.
 */
export function followSignals(...signals: readonly (AbortSignal | undefined)[]): {
  controller: AbortController;
  unlink(): void;
} {
  const controller = new AbortController();
  const followed = signals.filter((signal) => signal !== undefined);
  const onAbort = () => controller.abort();
  const unlink = () => {
    for (const signal of followed) signal.removeEventListener('abort', onAbort);
  };
  for (const signal of followed) signal.addEventListener('abort', onAbort, { once: true });
  if (followed.some((signal) => signal.aborted)) onAbort();
  return { controller, unlink };
}
