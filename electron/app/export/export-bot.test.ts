import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { startTestHub, TOKENS } from './hf-space/test-hub';

const KEY = 'sk-test-0123456789abcdef';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

describe('a bot that runs', () => {
  it('is exported for Compose, with its secrets on request alone', async () => {
    const bot = await setUp(test, 'koishi');
    const bare = await test.call.bots.export({ bot, form: 'compose', withSecrets: false });
    expect(bare.blanks).toContain('MODEL_KEY');
    expect(JSON.stringify(bare)).not.toContain(KEY);
    const full = await test.call.bots.export({ bot, form: 'compose', withSecrets: true });
    expect(full.blanks).toEqual([]);
    const env = full.files.find(({ path }) => path === '.env');
    expect(env).toMatchObject({ mode: 0o600, content: expect.stringContaining(`MODEL_KEY='${KEY}'`) });
    // The ports of the bot itself stand in it, not the usual ones.
    const compose = full.files.find(({ path }) => path === 'compose.yaml')?.content ?? '';
    const published = (await test.engine.containers.list(bot)).flatMap(({ ports }) => ports);
    expect(published.length).toBeGreaterThan(0);
    for (const { host } of published) expect(compose).toContain(`:-${host}}:`);
    expect(test.log.join('\n')).not.toContain(KEY);
  });

  it('takes its pool of keys along, and leaves the gateway behind', async () => {
    const bot = await setUp(test, 'astrbot');
    const keys = ['AIzaSyGoodOne', 'AIzaSyGoodTwo'].map((name) => name.padEnd(39, '0'));
    await test.call.keyPool.add({ bot, text: keys.join('\n') });
    await test.call.keyPool.consent({ bot, version: 1 });
    await test.until('a pool in use', (view) => view.services.some(({ name }) => name === 'gemini-balance'));
    await test.until('a model by the pool', ({ model }) => model?.provider === 'gemini');
    await test.call.gateway.turnOn({ bot, settings: { reach: 'loopback' } });
    const { files } = await test.call.bots.export({ bot, form: 'compose', withSecrets: true });
    const contentOf = (name: string) => files.find(({ path }) => path === name)?.content ?? '';
    expect(contentOf('.env')).toContain(`POOL_KEYS='${JSON.stringify(keys)}'`);
    expect(contentOf('.env')).not.toContain('MODEL_KEY');
    expect(contentOf('compose.yaml')).toContain('gemini-balance-setup');
    expect(contentOf('compose.yaml')).not.toContain('caddy');
  });

  it('is had in one file as well', async () => {
    const bot = await setUp(test, 'koishi');
    const { name, base64 } = await test.call.bots.exportArchive({ bot, form: 'compose', withSecrets: false });
    expect(name).toBe('botpier-compose.tar.gz');
    expect([...Buffer.from(base64, 'base64').subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  });

  it('is no Space of Hugging Face while its model is on this computer', async () => {
    const bot = await setUp(test, 'astrbot');
    await expect(test.call.bots.export({ bot, form: 'hf-space', withSecrets: false })).rejects.toMatchObject({
      cause: { code: 'notAllowed', params: { reason: 'localModel' } },
    });
  });

  it('is no Space of Hugging Face without AstrBot, and uploads nothing', async () => {
    const bot = await setUp(test, 'koishi');
    const hub = await startTestHub();
    const options = {
      name: 'alice/bot',
      token: TOKENS.write,
      visibility: 'private',
      replace: false,
    } as const;
    await expect(test.app.bots.publish(bot, { ...options, hubUrl: hub.url })).rejects.toMatchObject({
      code: 'notAllowed',
      params: { reason: 'stack' },
    });
    expect(hub.calls).toEqual([]);
    await hub.close();
  });
});

it('a bot that is not set up is not exported', async () => {
  const bot = test.bot().id;
  const ask = () => test.call.bots.export({ bot, form: 'compose', withSecrets: false });
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'notAllowed', params: { missing: 'stack' } } });
  await test.call.bots.chooseStack({ bot, stack: 'koishi' });
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'notAllowed', params: { missing: 'model' } } });
});
