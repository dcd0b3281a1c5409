import { afterEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../create-test-app';
import {
  A,
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

describe("the pool's database", () => {
  it('broken while it says that it is healthy: made anew, and no key is lost', async () => {
    const { test: begun, bot } = await beginPool(`${A} ${B}`);
    test = begun;
    const container = (await poolContainer(test)) ?? '';
    const token = `bot.${bot}.gemini-balance.admin`;
    const before = await test.secrets.get(token);
    const { SQLITE_DATABASE: name } = (await callPanel(test, 'GET', '/api/config')) as Record<string, string>;
    await test.engine.containers.putFiles(container, [{ path: `/app/data/${name}`, content: 'garbage' }]);
    await test.engine.containers.stop(container, 0);
    const broken = await test.until(
      'a broken database',
      (v) => diagnosisOf(v, 'model') === 'poolDatabaseBroken',
    );
    expect(JSON.stringify(broken.chain)).toContain('API keys are required to initialize');
    await test.until('a pool with its keys', isReady);
    expect(await test.secrets.get(token)).not.toBe(before);
    expect(await callPanel(test, 'GET', '/api/config')).toMatchObject({ API_KEYS: [A, B] });
  });

  it('locked while keys are added: told, and written once it is free', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    test.rehearsal.simulators.keyPool.setDatabaseFault('locked');
    await test.call.keyPool.add({ bot, text: B });
    const broken = await test.until(
      'a locked database',
      (v) => diagnosisOf(v, 'model') === 'poolDatabaseBroken',
    );
    expect(JSON.stringify(broken.chain)).toContain('database is locked');
    test.rehearsal.simulators.keyPool.setDatabaseFault(undefined);
    await test.until('both keys', (v) => isReady(v) && v.keyPool?.seen === 2);
  });
});

describe('what the pool hides', () => {
  it.each([
    ['noQuota', 'keyNoQuota'],
    ['rateLimited', 'keyRateLimited'],
    ['region', 'keyRegion'],
    ['badKey', 'keyRefused'],
    ['modelMissing', 'modelMissing'],
    ['hangsUp', 'modelUnreachable'],
  ] as const)('behind a 500 for %s is told as %s', async (fault, code) => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    test.rehearsal.simulators.model.setFault(fault);
    expect(await test.call.keyPool.chat({ bot, text: '在吗' })).toMatchObject({
      kind: 'problem',
      problem: code,
    });
    await test.call.bots.fix({ bot, link: 'model', fix: 'retry' });
    await test.until(code, (view) => diagnosisOf(view, 'model') === code);
    test.rehearsal.simulators.model.setFault(undefined);
    await test.call.bots.fix({ bot, link: 'model', fix: 'retry' });
    await test.until('a pool that answers', isReady);
  });

  it('from the brain is found out when the bot does not answer', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    await signIn(test);
    test.rehearsal.simulators.model.setFault('noQuota');
    await expect(test.call.bots.prove({ bot })).rejects.toThrow();
    await test.until('the real cause', (view) => diagnosisOf(view, 'model') === 'keyNoQuota');
  });
});

it('lists models and answers a question, and tells why when the list is null', async () => {
  const { test: begun, bot } = await beginPool(A);
  test = begun;
  const { model } = test.rehearsal;
  expect(await test.call.keyPool.models({ bot })).toMatchObject({ models: expect.arrayContaining([model]) });
  expect(await test.call.keyPool.chat({ bot, text: '在吗' })).toMatchObject({ kind: 'ok' });
  test.rehearsal.simulators.model.setFault('region');
  expect(await test.call.keyPool.models({ bot })).toMatchObject({ kind: 'problem', problem: 'keyRegion' });
});

describe('somebody who edits the pool in its own panel', () => {
  it('is told of, and overruled when asked to', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    await callPanel(test, 'PUT', '/api/config', { API_KEYS: [A, B], MAX_RETRIES: 9, LOG_LEVEL: 'ERROR' });
    await test.call.keyPool.chat({ bot: test.bot().id, text: '在吗' });
    const view = await test.until('a change', (v) => diagnosisOf(v, 'model') === 'poolChanged');
    expect(JSON.stringify(view.chain)).toContain('API_KEYS, MAX_RETRIES');
    await test.call.bots.fix({ bot, link: 'model', fix: 'rewriteOurs' });
    await test.until('a pool with its keys', isReady);
    expect(await callPanel(test, 'GET', '/api/config')).toMatchObject({ API_KEYS: [A], MAX_RETRIES: 3 });
  });

  it('is followed when asked to: his keys are ours', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    await callPanel(test, 'PUT', '/api/config', { API_KEYS: [A, B], LOG_LEVEL: 'ERROR' });
    await test.call.keyPool.chat({ bot: test.bot().id, text: '在吗' });
    await test.until('a change', (v) => diagnosisOf(v, 'model') === 'poolChanged');
    await test.call.bots.fix({ bot, link: 'model', fix: 'takeTheirs' });
    await test.until('two keys', (view) => isReady(view) && view.keyPool?.keys.length === 2);
  });

  it('and takes our token away is answered with a new one', async () => {
    ({ test } = await beginPool(A));
    await callPanel(test, 'PUT', '/api/config', { AUTH_TOKEN: 'somebody-else', LOG_LEVEL: 'ERROR' });
    await test.call.keyPool.chat({ bot: test.bot().id, text: '在吗' });
    await test.until('a refusal', (v) => diagnosisOf(v, 'model') === 'poolRefused');
    await test.until('a pool with its keys', isReady);
  });
});

describe('settings', () => {
  it('reach the running pool without starting it anew', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    const before = await poolContainer(test);
    await test.call.keyPool.settings({
      bot,
      patch: { maxRetries: 7, maxFailures: 5, testModel: 'harbour-keeper-mini' },
    });
    await test.until('new settings', (view) => view.keyPool?.settings.maxRetries === 7);
    await test.until('a pool as wished', isReady);
    await expect
      .poll(() => callPanel(test, 'GET', '/api/config'))
      .toMatchObject({
        MAX_RETRIES: 7,
        MAX_FAILURES: 5,
        TEST_MODEL: 'harbour-keeper-mini',
        LOG_LEVEL: 'ERROR',
      });
    expect(await poolContainer(test)).toBe(before);
  });

  it('with proxies that only the pool has let the pool try the keys', async () => {
    const { test: begun, bot } = await beginPool(`${A} ${key('QUOTA')}`);
    test = begun;
    // The toy provider is asked for whole addresses, as a proxy is.
    const patch = {
      baseUrl: 'http://gemini.invalid/v1beta',
      proxies: [new URL(test.rehearsal.geminiBaseUrl).origin],
    };
    await test.call.keyPool.settings({ bot, patch });
    await test.until(
      'an answer by the proxy',
      (view) => isReady(view) && view.model?.baseUrl === patch.baseUrl,
    );
    await test.call.keyPool.check({ bot });
    await test.until('keys being tried', ({ keyPool }) => keyPool?.checking !== undefined);
    const view = await test.until('tried keys', ({ keyPool }) => keyPool?.checking === undefined);
    expect(view.keyPool?.keys.map(({ state }) => state)).toEqual(['valid', 'noQuota']);
  });

  it('with a password in a proxy are refused', async () => {
    const { test: begun, bot } = await beginBot();
    test = begun;
    await expect(
      test.call.keyPool.settings({ bot, patch: { proxies: ['http://me:secret@proxy.example:8080'] } }),
    ).rejects.toThrow('proxies');
  });

  it('with another model take it once it has answered', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    expect(await test.call.model.choose({ bot, model: 'gone' })).toMatchObject({ problem: 'modelMissing' });
    expect(await test.call.model.choose({ bot, model: 'harbour-keeper-mini' })).toMatchObject({ kind: 'ok' });
    await test.until('the other model', (v) => isReady(v) && v.model?.model === 'harbour-keeper-mini');
  });
});

describe('back to a single key', () => {
  it('is back to the one from before', async () => {
    const { test: begun, bot } = await beginBot();
    test = begun;
    const single = {
      provider: 'custom',
      baseUrl: test.rehearsal.modelBaseUrl,
      key: 'sk-single-0123456789',
    } as const;
    await test.call.model.connect({ bot, ...single });
    await test.call.keyPool.consent({ bot, version: 1 });
    await test.call.keyPool.add({ bot, text: A });
    await test.until('a pool with its keys', isReady);
    expect(test.bot().model?.provider).toBe('gemini');
    await test.call.keyPool.turnOff({ bot });
    const view = await test.until('the single key', (v) => v.model?.provider === 'custom');
    expect(view.keyPool).toMatchObject({ on: false, keys: [{ hint: 'AIza…0000' }] });
    await test.until('no pool', (v) => v.services.every(({ role }) => role !== 'keyPool'));
    await test.app.idle();
    expect(await poolContainer(test)).toBeUndefined();
    await test.call.keyPool.turnOn({ bot });
    await test.until('a pool with its keys', isReady);
  });

  it('is never left for keys none of which works', async () => {
    const { test: begun, bot } = await beginBot();
    test = begun;
    const single = {
      provider: 'custom',
      baseUrl: test.rehearsal.modelBaseUrl,
      key: 'sk-single-0123456789',
    } as const;
    await test.call.model.connect({ bot, ...single });
    await signIn(test);
    await test.call.keyPool.consent({ bot, version: 1 });
    await test.call.keyPool.add({ bot, text: key('BAD') });
    const view = await test.until('a refused key', ({ keyPool }) => keyPool?.keys[0]?.state === 'keyRefused');
    expect(view).toMatchObject({ tone: 'ok', model: { provider: 'custom' } });
  });

  it('takes one of the pool where there was none, and still answers', async () => {
    const { test: begun, bot } = await beginPool(`${key('BAD')} ${A}`);
    test = begun;
    await test.call.keyPool.turnOff({ bot });
    await test.until('a single key of Gemini', (view) => view.hasKey && view.model?.provider === 'gemini');
    expect(await test.secrets.get(`bot.${bot}.model.key`)).toBe(A);
    await signIn(test);
  });

  it('happens when one is entered', async () => {
    const { test: begun, bot } = await beginPool(A);
    test = begun;
    const { modelBaseUrl: baseUrl } = test.rehearsal;
    await test.call.model.connect({ bot, provider: 'custom', baseUrl, key: 'sk-single-0123456789' });
    await test.until(
      'a single key',
      (view) => view.keyPool?.on === false && view.model?.provider === 'custom',
    );
  });
});

it('a pool that fell over, or was taken away, comes back with its keys', async () => {
  ({ test } = await beginPool(`${A} ${B}`));
  const before = await poolContainer(test);
  test.rehearsal.simulators.keyPool.crash();
  await test.until('a pool that is gone', (view) => view.keyPool?.seen === undefined);
  await test.until('a pool with its keys', isReady);
  await test.engine.containers.remove(before ?? '', true);
  await test.until('no pool', (view) => view.keyPool?.seen === undefined);
  await test.until('a pool with its keys', isReady);
});

it('a removed bot leaves no key behind', async () => {
  const { test: begun, bot } = await beginPool(A);
  test = begun;
  await test.call.bots.remove({ bot, data: true, confirm: test.bot().name });
  expect(await test.secrets.get(`bot.${bot}.keyPool.keys`)).toBeUndefined();
  expect(await test.secrets.get(`bot.${bot}.gemini-balance.client`)).toBeUndefined();
});
