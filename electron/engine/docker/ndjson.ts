import { StringDecoder } from 'node:string_decoder';

/**
 * The JSON values of a stream that holds one per line. Lines may be cut anywhere between chunks, in the middle of a
 * letter, too. A line that is no JSON is skipped: it carries nothing we could act on.
 */
export async function* readJsonLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* parsed(line);
  }
  yield* parsed(rest + decoder.end());
}

function* parsed(line: string): Generator<unknown> {
  if (line.trim() === '') return;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return;
  }
  yield value;
}
