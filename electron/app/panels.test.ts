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
