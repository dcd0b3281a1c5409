/** Work whose runs never overlap: calls while one runs share the one run that comes after it. */
export interface Coalesced<T> {
  (): Promise<T>;
  /** Resolves once no run is under way or called for. */
  idle(): Promise<void>;
}

export function coalesce<T>(work: () => Promise<T>): Coalesced<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  const call = () => {
    if (next) return next;
    const run = last.then(() => {
      next = undefined;
      return work();
    });
    next = run;
    last = run.catch(() => undefined);
    return run;
  };
  const idle = async () => {
    for (let seen: unknown; seen !== last; ) {
      seen = last;
      await seen;
    }
  };
  return Object.assign(call, { idle });
}
