import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LiveReading } from '../../contract/resources';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

/** Counts the streams that are open at the engine. */
function countStreams(): { now: number } {
  const open = { now: 0 };
  const { stats } = test.engine.containers;
  test.engine.containers.stats = async function* (...args) {
    open.now += 1;
    try {
      yield* stats(...args);
    } finally {
      open.now -= 1;
    }
  };
  return open;
}

async function watch(bot: string, enough: (seen: LiveReading[]) => boolean, onFirst = async () => {}) {
  const stop = new AbortController();
  const seen: LiveReading[] = [];
  for await (const reading of test.app.resources.live(bot as never, stop.signal)) {
    seen.push(reading);
    if (seen.length === 1) void onFirst();
    if (enough(seen)) stop.abort();
  }
  return seen;
}

it('reads every running service while somebody looks, and none afterwards', async () => {
  const bot = await setUp(test);
  const open = countStreams();
  const of = (seen: LiveReading[], service: string) => seen.filter((one) => one.service === service);
  const seen = await watch(bot, (all) => of(all, 'napcat').length >= 2 && of(all, 'koishi').length >= 2);
  expect(of(seen, 'napcat')[0]).toMatchObject({ rxPerSecond: null });
  expect(of(seen, 'napcat')[1]?.rxPerSecond).toBeGreaterThanOrEqual(0);
  expect(open.now).toBe(0);
});

it('goes over to the container that takes another’s place', async () => {
  const bot = await setUp(test);
  const open = countStreams();
  let green = false;
  const seen = await watch(
    bot,
    (all) => green && all.at(-1)?.service === 'koishi',
    async () => {
      await test.call.bots.patch({ bot, patch: { persona: { preset: 'catgirl' } } });
      await test.until('a replacement', (view) => view.tone !== 'ok');
      await test.until('a green chain', (view) => view.tone === 'ok');
      await test.app.idle();
      green = true;
    },
  );
  expect(seen.length).toBeGreaterThan(2);
  expect(open.now).toBe(0);
}, 20_000);

it('refuses a bot that is not there', () => {
  expect(() => test.app.resources.live('zzzzzzzz' as never, new AbortController().signal)).toThrow(
    'unknownBot',
  );
});
