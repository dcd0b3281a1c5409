import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BotId } from '../../contract/ids';
import type { LogEntry } from '../../contract/view';
import { containerName } from '../../plan/names';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

let test: TestApp;
const SKEW_MS = -40_000;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

/** Reads until `enough`; answers every entry. */
async function readUntil(
  bot: string,
  tail: number,
  enough: (entries: LogEntry[]) => boolean,
  onFirst: () => Promise<unknown> = async () => {},
): Promise<LogEntry[]> {
  const stop = new AbortController();
  const entries: LogEntry[] = [];
  let isFirst = true;
  for await (const batch of test.app.logs.read(bot as never, { tail, follow: true, signal: stop.signal })) {
    entries.push(...batch);
    if (isFirst) void onFirst();
    isFirst = false;
    if (enough(entries)) stop.abort();
  }
  return entries;
}
const identity = (entry: LogEntry) => `${entry.source} ${entry.stream} ${entry.at} ${entry.text}`;

it('follows over a replaced container and loses and doubles nothing', async () => {
  const bot = await setUp(test);
  const starts = (entries: LogEntry[]) =>
    entries.filter(({ source, text }) => source === 'koishi' && text.includes('server listening')).length;
  const entries = await readUntil(
    bot,
    5_000,
    (all) => starts(all) === 2,
    () => test.call.bots.patch({ bot, patch: { persona: { preset: 'catgirl' } } }),
  );
  const koishi = entries.filter(({ source }) => source === 'koishi').map(identity);
  expect(new Set(koishi).size).toBe(koishi.length);
  const next = await test.engine.containers.find(containerName(bot, 'koishi'));
  const all: string[] = [];
  for await (const line of test.engine.containers.logs(next?.id ?? '', { follow: false }))
    all.push(line.text);
  const listening = all.findIndex((text) => text.includes('server listening'));
  const texts = entries.map(({ text }) => text);
  for (const text of all.slice(0, listening + 1)) expect(texts).toContain(text);
}, 30_000);

/** Puts lines of a test's own in the place of the brain's. */
function replaceLines(bot: BotId, lines: (options: { follow: boolean }) => AsyncIterable<string>): void {
  const { logs, find } = test.engine.containers;
  const brain = find(containerName(bot, 'koishi'));
  test.engine.containers.logs = async function* (id, options) {
    if (id !== (await brain)?.id) return yield* logs(id, options);
    const at = Date.now();
    for await (const text of lines(options)) yield { at, stream: 'stdout', text };
  };
}

it('cuts a line of 10 MB, says how long it was, and holds no half of a secret', async () => {
  const bot = await setUp(test);
  const secret = 'sk-test-0123456789abcdef';
  const long = `${'x'.repeat(16_384 - 10)}${secret}${'y'.repeat(10_000_000)}`;
  replaceLines(bot, async function* ({ follow }) {
    if (!follow) yield* ['before', long, 'after'];
  });
  const entries = await readUntil(bot, 100, (all) => all.some(({ text }) => text === 'after'));
  const line = entries.find(({ text }) => text.startsWith('xxx'))?.text ?? '';
  expect(line.length).toBeLessThan(17_000);
  expect(line).toMatch(/\(10\d{6}\)$/);
  expect(line).not.toContain('sk-test');
  expect(entries.some(({ text }) => text === 'before')).toBe(true);
});

it('passes binary and terminal rubbish on as text that every message can carry', async () => {
  const bot = await setUp(test);
  const rubbish = [
    '\u0000\u0001\uFFFD\uD800',
    '\u001b[999;999;38;5;300mx\u001b]0;title',
    '\u001b['.repeat(5_000),
    '',
  ];
  replaceLines(bot, async function* ({ follow }) {
    if (!follow) yield* [...rubbish, 'after'];
  });
  const entries = await readUntil(bot, 100, (all) => all.some(({ text }) => text === 'after'));
  const texts = entries.filter(({ source }) => source === 'koishi').map(({ text }) => text);
  expect(texts).toHaveLength(rubbish.length + 1);
  expect(JSON.parse(JSON.stringify(texts))).toEqual(texts);
});

it('reads no further than it can hand on, however fast lines come', async () => {
  const bot = await setUp(test);
  let read = 0;
  replaceLines(bot, async function* ({ follow }) {
    if (!follow) return;
    for (;;) {
      read += 1;
      yield `line ${read}`;
      if (read % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  });
  const stop = new AbortController();
  const reading = test.app.logs
    .read(bot, { tail: 0, follow: true, signal: stop.signal })
    [Symbol.asyncIterator]();
  await reading.next();
  const second = await reading.next();
  const handedOn = (second.value as LogEntry[]).length;
  // Whoever reads takes his time: nothing more is read after a while.
  let before = -1;
  const rests = () => {
    const isSame = read === before;
    before = read;
    return isSame;
  };
  await expect.poll(rests, { interval: 200, timeout: 5_000 }).toBe(true);
  expect(read - handedOn).toBeLessThan(30_000);
  const third = (await reading.next()).value as LogEntry[];
  const numbers = [...(second.value as LogEntry[]), ...third]
    .filter(({ source }) => source === 'koishi')
    .map(({ text }) => Number(text.split(' ')[1]));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  stop.abort();
  await reading.return?.();
}, 20_000);

it('follows an engine whose clock is behind ours', async () => {
  const bot = await setUp(test);
  const { info } = test.engine;
  test.engine.info = async () => ({ ...(await info()), clockSkewMs: SKEW_MS });
  await test.app.engine.look();
  const { logs } = test.engine.containers;
  test.engine.containers.logs = async function* (id, { since, ...options }) {
    for await (const line of logs(id, options)) {
      const at = line.at + SKEW_MS;
      if (since === undefined || at >= since) yield { ...line, at };
    }
  };
  const entries = await readUntil(
    bot,
    5_000,
    (all) => all.filter(({ text }) => text.includes('server listening')).length === 2,
    () => test.call.bots.restart({ bot, service: 'koishi' }),
  );
  const koishi = entries.filter(({ source }) => source === 'koishi').map(identity);
  expect(new Set(koishi).size).toBe(koishi.length);
}, 15_000);
