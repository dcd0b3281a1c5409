import { afterEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../create-test-app';
import {
  A,
  askOf,
  B,
  beginBot,
  beginPool,
  callPanel,
  diagnosisOf,
  isReady,
  key,
  poolContainer,
  signIn,
} from './test-pool-bot';

let test: TestApp;
afterEach(() => test.close());

describe.each(['astrbot', 'koishi'] as const)('a bot of %s with a key pool', (stack) => {
  it('comes to its first reply, and its brain never sees a key', async () => {
    ({ test } = await beginPool(`${A}\n${B}`, stack));
    await signIn(test);
    expect(test.bot().keyPool).toMatchObject({ on: true, consented: true, expected: 2, seen: 2 });
    const brain = test.bot().services.find(({ role }) => role === 'brain')?.name;
    for (const { id, service } of await test.engine.containers.list(test.bot().id)) {
      const inspected = JSON.stringify(await test.engine.containers.find(id));
      for (const secret of [A, B]) expect(inspected).not.toContain(secret);
      if (service !== brain) continue;
      const paths =
        stack === 'koishi'
          ? ['/etc/botpier/koishi.env', '/etc/botpier/koishi.yml']
          : ['/etc/botpier/astrbot.env', '/AstrBot/data/cmd_config.json'];
      for (const path of paths) {
        const text = Buffer.from((await test.engine.containers.getFile(id, path)) ?? '').toString();
        expect(text.length).toBeGreaterThan(0);
        for (const secret of [A, B]) expect(text).not.toContain(secret);
      }
    }
  });
});

it('pulls nothing of the pool before its licence was agreed to, and tries the keys all the same', async () => {
  const begun = await beginBot();
  test = begun.test;
  const { bot } = begun;
  expect(await test.call.keyPool.add({ bot, text: A })).toEqual({ added: 1, duplicate: 0, malformed: 0 });
  const view = await test.until(
    'a tried key',
    ({ keyPool }) => keyPool?.keys[0]?.state === 'valid' && keyPool.model !== undefined,
  );
  expect(view.keyPool).toMatchObject({ on: true, consented: false, model: test.rehearsal.model });
  expect(askOf(view, 'model')).toBe('enterKey');
  await test.app.idle();
  expect(test.bot().services.map(({ name }) => name)).not.toContain('gemini-balance');
  expect(await test.engine.images.find('ghcr.io/snailyp/gemini-balance:2.2.8')).toBeUndefined();
  await test.call.keyPool.consent({ bot, version: 1 });
  await test.until('a pool with its keys', isReady);
  const offer = (await test.call.stacks.offers()).find(({ id }) => id === 'astrbot');
  expect(offer?.services.find(({ role }) => role === 'keyPool')).toMatchObject({
    optional: true,
    licence: 'CC BY-NC 4.0',
  });
});

describe('keys', () => {
  it('are told apart by how they are, and those that nobody knows stay out of the pool', async () => {
    const names = ['GoodOne', 'R429', 'QUOTA', 'BAD', 'REGION', 'DOWN'];
    ({ test } = await beginPool(names.map(key).join('\n')));
    const { keyPool } = test.bot();
    expect(keyPool?.keys.map(({ state }) => state)).toEqual([
      'valid',
      'rateLimited',
      'noQuota',
      'keyRefused',
      'region',
      'unreachable',
    ]);
    expect(keyPool?.keys.map(({ message }) => message)).toEqual([
      '',
      expect.stringContaining('Resource has been exhausted'),
      expect.stringContaining('exceeded your current quota'),
      expect.stringContaining('API key not valid'),
      expect.stringContaining('location is not supported'),
      expect.any(String),
    ]);
    expect(keyPool).toMatchObject({ expected: 5, seen: 5 });
    expect(keyPool?.keys[0]?.hint).toBe('AIza…0000');
  });

  it('come in any wrapping, once each', async () => {
    const { test: begun, bot } = await beginBot();
    test = begun;
    const text = `API_KEYS='["${A}", “${B}”]'；${A}\n1. AIza*****  AIzaTooShort`;
    expect(await test.call.keyPool.add({ bot, text })).toEqual({ added: 2, duplicate: 1, malformed: 2 });
    expect(await test.call.keyPool.add({ bot, text: `${B},${key('GoodThree')}` })).toEqual({
      added: 1,
      duplicate: 1,
      malformed: 0,
    });
    expect(await test.call.keyPool.add({ bot, text: '我没有密钥' })).toEqual({
      added: 0,
      duplicate: 0,
      malformed: 0,
    });
    expect(test.bot().keyPool?.keys).toHaveLength(3);
  });

  it('may be five hundred: all tried, all in the pool, none in a log or a view', async () => {
    const keys = Array.from({ length: 500 }, (_, index) => key(`Many${index}x`));
    const begun = await beginPool(keys.join(' '));
    test = begun.test;
    const view = test.bot();
    expect(view.keyPool).toMatchObject({ expected: 500, seen: 500 });
    expect(view.keyPool?.keys.every(({ state }) => state === 'valid')).toBe(true);
    expect(new Set(view.keyPool?.keys.map(({ id }) => id)).size).toBe(500);
    const told = JSON.stringify(view) + test.log.join('\n');
    for (const secret of keys) expect(told).not.toContain(secret);
  }, 60_000);

  it('are removed from the running pool without starting it anew', async () => {
    const begun = await beginPool(`${A} ${B}`);
    test = begun.test;
    const before = await poolContainer(test);
    const [first] = test.bot().keyPool?.keys ?? [];
    await test.call.keyPool.remove({ bot: begun.bot, ids: [first?.id ?? ''] });
    await test.until('one key left', (view) => isReady(view) && view.keyPool?.seen === 1);
    expect(await poolContainer(test)).toBe(before);
    expect(await callPanel(test, 'GET', '/api/config')).toMatchObject({ API_KEYS: [B] });
    await test.call.keyPool.remove({
      bot: begun.bot,
      ids: test.bot().keyPool?.keys.map(({ id }) => id) ?? [],
    });
    await test.until('a question for keys', (view) => askOf(view, 'model') === 'enterKey');
  });

  it.each([0, 1, 3, 10, 40])(
    'are all there or none after a kill %i turns into adding them',
    async (turns) => {
      const { test: begun, bot } = await beginBot();
      test = begun;
      await test.call.keyPool.consent({ bot, version: 1 });
      const text = [A, B, key('R429')].join();
      const adding = test.call.keyPool.add({ bot, text }).catch(() => undefined);
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      await test.restart('kill');
      await adding;
      const { keyPool } = test.bot();
      expect([0, 3]).toContain(keyPool?.keys.length ?? 0);
      if (!keyPool?.on || keyPool.keys.length === 0) await test.call.keyPool.add({ bot, text });
      const view = await test.until('a pool with its keys', isReady);
      expect(view.keyPool).toMatchObject({ expected: 3, seen: 3, model: test.rehearsal.model });
    },
  );

  it('can be let go of while they are tried', async () => {
    const { test: begun, bot } = await beginBot();
    test = begun;
    await test.call.keyPool.add({ bot, text: key('SLOW') });
    await test.until('a key being tried', ({ keyPool }) => keyPool?.keys[0]?.state === 'checking');
    await test.call.keyPool.cancel({ bot });
    await test.until(
      'an untried key',
      ({ keyPool }) => keyPool?.keys[0]?.state === 'unknown' && !keyPool.checking,
    );
  });

  it('that all fail are said to, each way counted', async () => {
    const { test: begun, bot } = await beginBot();
    test = begun;
    await test.call.keyPool.consent({ bot, version: 1 });
    await test.call.keyPool.add({ bot, text: [key('BAD1'), key('BAD2'), key('QUOTA')].join() });
    const view = await test.until('no key works', (seen) => diagnosisOf(seen, 'model') === 'poolNoneWorks');
    const state = view.chain.find(({ id }) => id === 'model')?.state;
    expect(state).toMatchObject({ diagnosis: { params: { count: 3, refused: 2, noQuota: 1 } } });
    await test.call.keyPool.add({ bot, text: A });
    await test.until('a pool with its keys', isReady);
  });
});
