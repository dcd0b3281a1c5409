import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EngineError, type EngineErrorKind, type PullProgress } from '../engine';
import { toEngineError } from './error-kind';
import { NOTHING_PULLED, nextPullState, pullProgress } from './pull-progress';
import { readPullStream } from './pull-stream';

const folder = join(import.meta.dirname, 'fixtures/pull-streams');
const recordings = readdirSync(folder).map((file) => file.replace('.jsonl', ''));

/** What each recorded trouble must be called; `ok` where the pull came through. */
const OUTCOMES: Record<string, EngineErrorKind | 'ok'> = {
  ok: 'ok',
  'cut-once': 'ok',
  abort: 'engineGone',
  'blob-503': 'registryError',
  corrupt: 'corrupt',
  dns: 'dns',
  'manifest-429': 'rateLimited',
  'tag-missing': 'tagMissing',
};

function outcomeOf(recording: string): EngineErrorKind | 'ok' {
  const [engine = '', ...trouble] = recording.split('-');
  const expected = OUTCOMES[trouble.join('-')];
  if (!expected) throw new Error(`no outcome is written down for ${recording}`);
  // Podman neither tries again nor resumes.
  return engine === 'pod' && trouble.join('-') === 'cut-once' ? 'network' : expected;
}

/** Plays a recording as a client would see it, in chunks of a size that fits nothing. */
async function* play(recording: string, chunkBytes = 97): AsyncGenerator<Uint8Array> {
  const lines = readFileSync(join(folder, `${recording}.jsonl`), 'utf8').split('\n');
  const bytes = Buffer.from(lines.filter((line) => !line.startsWith('#')).join('\n'));
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  const mark = lines.find((line) => line.startsWith('#')) ?? '';
  const http = /^#HTTP (\d+) (.*)$/.exec(mark);
  if (http) throw Object.assign(new Error(http[2]), { statusCode: Number(http[1]), json: null });
  if (mark !== '') throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

async function pull(source: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
  const seen: PullProgress[] = [];
  const outcome = await readPullStream(source, {
    signal,
    onProgress: (progress) => seen.push(progress),
  }).then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error: toEngineError(error) }),
  );
  return { seen, ...outcome };
}

describe.each(recordings)('%s', (recording) => {
  test('ends as it should', async () => {
    const { result, error, seen } = await pull(play(recording));
    expect(error?.kind ?? 'ok', error?.engineMessage).toBe(outcomeOf(recording));
    if (!result) return;
    const isPodman = recording.startsWith('pod');
    expect(result.isComplete).toBe(!isPodman);
    if (!isPodman) expect(result.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const last = seen.at(-1);
    expect(last?.totalBytes).toBe(last?.doneBytes);
    if (!isPodman) expect(last?.layersDone).toBe(last?.layersTotal);
  });

  test('its progress never goes back, and a total once told is exact', async () => {
    const { seen } = await pull(play(recording));
    let totalBytes: number | undefined;
    for (const [index, progress] of seen.entries()) {
      const before = seen[index - 1];
      expect(progress.doneBytes).toBeGreaterThanOrEqual(before?.doneBytes ?? 0);
      expect(progress.layersDone).toBeGreaterThanOrEqual(before?.layersDone ?? 0);
      expect(progress.layersDone).toBeLessThanOrEqual(progress.layersTotal);
      if (progress.totalBytes === undefined) continue;
      expect(progress.doneBytes).toBeLessThanOrEqual(progress.totalBytes);
      expect(progress.totalBytes).toBe(totalBytes ?? progress.totalBytes);
      totalBytes = progress.totalBytes;
    }
  });
});

test('a retry is told, and forgotten when the layer goes on', async () => {
  const { seen } = await pull(play('e20-cut-once'));
  const retries = seen.map((progress) => progress.retryInMs);
  expect(retries).toContain(5000);
  expect(retries.at(-1)).toBeUndefined();
});

test('a pull goes from resolving over downloading to unpacking', async () => {
  const { seen } = await pull(play('e20-ok'));
  const phases = seen.map((progress) => progress.phase);
  expect(phases.filter((phase, index) => phase !== phases[index - 1])).toEqual([
    'resolving',
    'downloading',
    'unpacking',
  ]);
});

test('what is left after a resume is added to what was there', async () => {
  const { seen } = await pull(play('e28-cut-once'));
  const total = seen.find((progress) => progress.totalBytes !== undefined)?.totalBytes;
  expect(total).toBe(63_036_849);
  expect(seen.at(-1)?.doneBytes).toBe(63_036_849);

  const lines = [
    { status: 'Downloading', progressDetail: { current: 131_072, total: 10_489_106 } },
    { status: 'Retrying in 1 second' },
    { status: 'Downloading', progressDetail: { current: 3_117_056, total: 5_489_106 } },
  ].map((line) => ({ ...line, id: '588023586a3e' }));
  expect(pullProgress(lines.reduce(nextPullState, NOTHING_PULLED))).toMatchObject({
    doneBytes: 8_117_056,
    totalBytes: 10_489_106,
    retryInMs: undefined,
  });
});

test('a stream broken by our own abort is cancelled and not a lost engine', async () => {
  const { error } = await pull(play('e26c-abort'), AbortSignal.abort());
  expect(error?.kind).toBe('cancelled');
});

test('letters cut between chunks, empty lines and lines that are no JSON do no harm', async () => {
  const text = '{"status":"Ziehe 你好","id":"latest"}\n\nnot json\n{"errorDetail":{"message":"坏了"}}';
  async function* bytewise() {
    for (const byte of Buffer.from(text)) yield Buffer.of(byte);
  }
  const { error, seen } = await pull(bytewise());
  expect(error).toBeInstanceOf(EngineError);
  expect(error?.engineMessage).toBe('坏了');
  expect(seen).toHaveLength(1);
});
