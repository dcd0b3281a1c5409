import { afterEach, beforeEach, expect, it } from 'vitest';
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
