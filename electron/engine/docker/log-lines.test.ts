import { describe, expect, test } from 'vitest';
import { readLogFrames } from './log-frames';
import { formatStamp, parseStamp, readLogLines, stampOf } from './log-lines';

function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(bytes: Buffer, size: number) {
  const lines = [];
  for await (const line of readLogLines(readLogFrames(inChunks(bytes, size)))) lines.push(line);
  return lines;
}

const at = (nanos: string) => `2026-01-02T03:04:05.${nanos}Z `;

describe('log lines', () => {
  const bytes = Buffer.concat([
    frame(1, `${at('000000001')}你好 world\n`),
    frame(2, `${at('5')}warning\r\n`),
    frame(1, `${at('600000000')}\n`),
  ]);

  test.each([1, 3, 8, 1000])('come out the same from chunks of %i bytes', async (size) => {
    const lines = await linesOf(bytes, size);
    expect(lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual([
      'stdout 你好 world',
      'stderr warning',
      'stdout ',
    ]);
    expect(lines[0]?.stamp.nanos).toBe(1);
    expect(lines[1]?.at).toBe(Date.parse('2026-01-02T03:04:05.5Z'));
  });

  test('a line cut into frames is one line, with the time of its first, even within a letter', async () => {
    const text = Buffer.from('港'.repeat(4));
    const cut = Buffer.concat([
      frame(1, `${at('1')}${'x'.repeat(16_384)}`),
      frame(2, `${at('15')}between\n`),
      Buffer.concat([frame(1, ''), Buffer.alloc(0)]),
      raw(1, Buffer.concat([Buffer.from(at('2')), text.subarray(0, 4)])),
      raw(1, Buffer.concat([Buffer.from(at('3')), text.subarray(4), Buffer.from('\n')])),
    ]);
    const lines = await linesOf(cut, 777);
    expect(lines.map((line) => line.text)).toEqual(['between', `${'x'.repeat(16_384)}港港港港`]);
    expect(lines[1]?.stamp.nanos).toBe(100_000_000);
  });

  test('a last line without an end is told, too', async () => {
    expect((await linesOf(frame(1, `${at('1')}no end`), 5)).map((line) => line.text)).toEqual(['no end']);
  });

  test('200,000 tiny frames in one chunk and one frame of 32 MiB take no time to speak of', async () => {
    const tiny = Buffer.concat(Array.from({ length: 200_000 }, () => frame(1, `${at('1')}x\n`)));
    const huge = frame(1, `${at('1')}${'x'.repeat(32 * 1024 * 1024)}\n`);
    const begun = performance.now();
    expect(await linesOf(tiny, tiny.length)).toHaveLength(200_000);
    expect(await linesOf(huge, 16_384)).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test('a line without an end takes up no more than 16 MiB, and the next one is whole', async () => {
    const endless = async function* () {
      for (let piece = 0; piece < 4_096; piece++) yield frame(1, `${at('1')}${'x'.repeat(16_384)}`);
      yield frame(1, `${at('2')}end\n`);
      yield frame(1, `${at('3')}next\n`);
    };
    const lines = [];
    for await (const line of readLogLines(readLogFrames(endless()))) lines.push(line.text);
    expect(lines.map((text) => text.length)).toEqual([16 * 1024 * 1024, 4]);
  });

  test('bytes that are no text become lines all the same', async () => {
    const bytes = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7 + (index >> 5)) % 256));
    const payload = Buffer.concat([Buffer.from(at('1')), bytes, Buffer.from('\n')]);
    const lines = await linesOf(Buffer.concat([raw(1, payload), raw(2, Buffer.from([0xff, 0x0a]))]), 100);
    expect(lines).toHaveLength(2);
    for (const { text } of lines) expect(text.isWellFormed()).toBe(true);
  });

  test('what is no multiplexed stream is refused', async () => {
    await expect(linesOf(Buffer.from('plain text from a terminal'), 100)).rejects.toThrow('not a log frame');
  });

  test('nothing is read ahead of the reader', async () => {
    let asked = 0;
    async function* counted() {
      for (;;) {
        asked += 1;
        yield frame(1, `${at('1')}line ${asked}\n`);
      }
    }
    for await (const line of readLogLines(readLogFrames(counted()))) if (line.text === 'line 5') break;
    expect(asked).toBe(5);
  });
});

function raw(stream: 1 | 2, payload: Buffer): Buffer {
  const header = frame(stream, '');
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

test('stamps keep their nanoseconds', () => {
  const stamp = parseStamp('2026-01-02T03:04:05.123456789Z');
  expect(stamp && formatStamp(stamp)).toBe(`${Date.parse('2026-01-02T03:04:05Z') / 1000}.123456789`);
  expect(parseStamp('2026-01-02T03:04:05+08:00')).toEqual({
    seconds: Date.parse('2026-01-01T19:04:05Z') / 1000,
    nanos: 0,
  });
  expect(parseStamp('yesterday')).toBeUndefined();
  expect(formatStamp(stampOf(1_700_000_000_250))).toBe('1700000000.250000000');
});
