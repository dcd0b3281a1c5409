import { afterEach, beforeEach, expect, it } from 'vitest';
import { startHttpProxy, startSocksProxy } from './test-proxy';
import { createTestSync, noise, type TestSync } from './test-sync';

let test: TestSync;

beforeEach(async () => {
  test = await createTestSync();
});
afterEach(() => test.close());

const FILES = { 'koishi/data/a': 'one', 'koishi/data/large': noise(1_200_000) };

it.each([
  ['HTTP', startHttpProxy],
  ['SOCKS5', startSocksProxy],
] as const)(
  'everything goes by way of an %s proxy that wants a password, and says so when that is wrong',
  async (_, start) => {
    const proxy = await start();
    try {
      const desk = await test.computer({ proxy: proxy.url });
      expect(await desk.push(FILES)).toMatchObject({ kind: 'done' });
      expect((await desk.restore()).generation).toBe(1);
      expect(proxy.passed()).toBeGreaterThan(4);
      const wrong = await test.computer({ proxy: proxy.url.replace('user:', 'other:'), keys: desk.keys });
      const refused = await wrong.push(FILES);
      expect(refused).toMatchObject({ kind: 'failed', failure: { code: 'syncProxy' } });
      expect(JSON.stringify(refused)).not.toContain('p%3Ass');
    } finally {
      await proxy.close();
    }
    const gone = await test.computer({ proxy: proxy.url });
    expect(await gone.push(FILES)).toMatchObject({ kind: 'failed', failure: { code: 'syncProxy' } });
  },
);
