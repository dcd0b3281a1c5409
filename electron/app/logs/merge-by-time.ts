/** Merges streams that are each in order of time; nothing is held but the next of each. */
export async function* mergeByTime<T extends { at: number }>(
  streams: readonly AsyncIterable<T>[],
): AsyncGenerator<T> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  try {
    for (;;) {
      let first = -1;
      for (const [index, head] of heads.entries()) {
        const earliest = heads[first];
        if (!head.done && (earliest === undefined || earliest.done || head.value.at < earliest.value.at))
          first = index;
      }
      const head = heads[first];
      const iterator = iterators[first];
      if (!head || head.done || !iterator) return;
      yield head.value;
      heads[first] = await iterator.next();
    }
  } finally {
    await Promise.all(iterators.map((iterator) => iterator.return?.()));
  }
}

/** A list as a stream. */
export async function* streamOf<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

const BATCH = 1_000;

/** Gathers a stream into lists of at most 1,000; at least one list, maybe empty. */
export async function* inBatches<T>(stream: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let isFirst = true;
  for await (const item of stream) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
    isFirst = false;
  }
  if (batch.length > 0 || isFirst) yield batch;
}
