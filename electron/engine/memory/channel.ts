/** Items pushed by one side, read by one reader on the other. */
export interface Channel<T> {
  push(item: T): void;
  /** What was pushed is still read. */
  end(): void;
  /** The reader is thrown `error` after what was pushed. */
  fail(error: unknown): void;
  readonly items: AsyncIterable<T>;
}

/** `onClose` runs when the reader has read to the end or turned away. */
export function createChannel<T>(onClose: () => void): Channel<T> {
  let queue: T[] = [];
  let wake: (() => void) | undefined;
  let ending: { error?: unknown } | undefined;

  async function* read(): AsyncGenerator<T> {
    try {
      for (;;) {
        const batch = queue;
        queue = [];
        yield* batch;
        if (queue.length > 0) continue;
        if (ending && 'error' in ending) throw ending.error;
        if (ending) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      onClose();
    }
  }

  const close = (how: { error?: unknown }) => {
    ending ??= how;
    wake?.();
  };
  return {
    push(item) {
      if (ending) return;
      queue.push(item);
      wake?.();
    },
    end: () => close({}),
    fail: (error) => close({ error }),
    items: read(),
  };
}
