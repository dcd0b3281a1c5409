import type { Clock } from '../../lib/clock';

/**
 * The `data` of each event of a server-sent stream. Ends with the stream; rejects when nothing at all, not even
 * a comment, has come for `silenceMs`.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  { clock, silenceMs }: { clock: Clock; silenceMs: number },
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = '';
  try {
    for (;;) {
      const { done, value } = await readInTime(reader, clock, silenceMs);
      if (done) return;
      const events = (pending + decoder.decode(value, { stream: true })).split('\n\n');
      pending = events.pop() ?? '';
      for (const event of events) {
        const data = event
          .split('\n')
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(5).trimStart());
        if (data.length > 0) yield data.join('\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function readInTime(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  clock: Clock,
  silenceMs: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(silenceMs, () => reject(new Error(`nothing heard for ${silenceMs} ms`)));
    reader.read().then(resolve, reject).finally(cancel);
  });
}
