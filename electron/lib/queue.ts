/** Work that must not overlap. */
export interface Queue {
  /** Runs `work` after everything queued before it, whether that succeeded or not. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once nothing is queued or running, also counting what is added meanwhile. */
  idle(): Promise<void>;
}

export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = tail.then(work);
      tail = result.catch(() => undefined);
      return result;
    },
    async idle() {
      for (let seen: unknown; seen !== tail; ) {
        seen = tail;
        await tail;
      }
    },
  };
}
