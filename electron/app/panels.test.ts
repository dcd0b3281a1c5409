import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../contract/errors';
import { createTestApp, setUp, type TestApp } from './create-test-app';

describe('the panels of a bot', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
    await setUp(test);
  });
  afterAll(() => test.close());

  it('are named in the view by their address alone', () => {
    const { services } = test.bot();
    const addresses = Object.fromEntries(services.map(({ name, panel }) => [name, panel]));
    expect(addresses['napcat']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webui\/$/);
    expect(addresses['koishi']).toBeUndefined();
  });

  it('are entered with what the panel itself gives to whoever signs in, never with its own token', async () => {
    const { url, storage } = await test.app.panels.enter(test.bot().id, 'napcat');
    const credential: string = JSON.parse(storage['token'] ?? '');
    const check = (bearer: string) =>
      fetch(new URL('/api/auth/check', url), {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: '{}',
      }).then((answer) => answer.json());
    expect(await check(credential)).toMatchObject({ code: 0 });
    expect(await check('anything else')).toMatchObject({ code: -1 });
    const token = await test.secrets.get(`bot.${test.bot().id}.napcat.webui`);
    expect(token).toMatch(/\w{20}/);
    expect(url + JSON.stringify(storage)).not.toContain(token);
  });

  it('are entered also with what a restart has made worthless', async () => {
    const { id } = test.bot();
    const before = await test.app.panels.enter(id, 'napcat');
    const { startedAt = 0 } = test.bot().services[0] ?? {};
    await test.call.bots.restart({ bot: id, service: 'napcat' });
    await test.until(
      'back',
      (bot) => (bot.services[0]?.startedAt ?? 0) > startedAt && bot.account !== undefined,
    );
    const after = await test.app.panels.enter(id, 'napcat');
    expect(after.storage).not.toEqual(before.storage);
  });

  it('that a service does not have cannot be entered', async () => {
    await expect(test.app.panels.enter(test.bot().id, 'koishi')).rejects.toEqual(
      new AppError('unknownService', { service: 'koishi' }),
    );
  });

  it('cannot be entered while the service is down, and the answer tells nothing', async () => {
    await test.call.bots.stop({ bot: test.bot().id, service: 'napcat' });
    const stopped = await test.until('stopped', (bot) => bot.services[0]?.state !== 'running');
    expect(stopped.services[0]?.panel).toBeUndefined();
    await expect(test.app.panels.enter(stopped.id, 'napcat')).rejects.toMatchObject({ code: 'notAllowed' });
  });
});

describe('the panel of AstrBot', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
    await setUp(test, 'astrbot');
  });
  afterAll(() => test.close());

  it('is entered with a token of its own making, without its password', async () => {
    const bot = test.bot();
    const { url, storage } = await test.app.panels.enter(bot.id, 'astrbot');
    expect(url).toBe(bot.services.find(({ name }) => name === 'astrbot')?.panel);
    expect(Object.keys(storage).sort()).toEqual(['token', 'user']);
    const ask = (token: string) =>
      fetch(new URL('/api/plug/botpier/report', url), { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(storage['token'] ?? '')).status).toBe(200);
    expect((await ask('e30.e30.e30')).status).toBe(401);
    for (const secret of ['password', 'jwt']) {
      const value = await test.secrets.get(`bot.${bot.id}.astrbot.${secret}`);
      expect(value).toMatch(/\w{20}/);
      expect(url + JSON.stringify(storage)).not.toContain(value);
    }
  });
});
