/** Items pushed by one side, read by one reader on the other. */
export interface Channel<T> {
  push(item: T): void;
  /** What was pushed is still read. */
  end(): void;
  readonly items: AsyncIterable<T>;
}

/** `onClose` runs when the reader has read to the end or turned away. */
export function createChannel<T>(onClose: () => void): Channel<T> {
  let queue: T[] = [];
  let wake = () => {};
  let isEnded = false;

  async function* read(): AsyncGenerator<T> {
    try {
      for (;;) {
        const batch = queue;
        queue = [];
        yield* batch;
        if (queue.length > 0) continue;
        if (isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      onClose();
    }
  }

  return {
    push(item) {
      if (isEnded) return;
      queue.push(item);
      wake();
    },
    end() {
      isEnded = true;
      wake();
    },
    items: read(),
  };
}
