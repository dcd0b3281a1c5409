import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../create-test-app';
import { A, B, beginPool, signIn } from '../key-pool/test-pool-bot';

/** The commands that people know from the guide for Hugging Face, with nothing changed but host, token and password. */
describe.each(['loopback', 'network'] as const)('the guide’s own examples, reached from the %s', (reach) => {
  let test: TestApp;
  let host: string;
  let password: string;
  let token: string;

  beforeAll(async () => {
    ({ test } = await beginPool(`${A}\n${B}`, 'astrbot'));
    await signIn(test);
    const bot = test.bot().id;
    const port = 20_000 + Math.floor(Math.random() * 30_000);
    ({ password = '' } = await test.call.gateway.turnOn({ bot, settings: { port, reach } }));
    await test.until('a gateway that answers', ({ chain }) =>
      chain.some(({ id, state }) => id === 'gateway' && state.kind === 'ok'),
    );
    host = `http://127.0.0.1:${port}`;
    token = (await test.secrets.get(`bot.${bot}.gemini-balance.client`)) ?? '';
  }, 60_000);
  afterAll(() => test.close());

  it('lists models', async () => {
    const answer = await fetch(`${host}/gemini/hf/v1/models`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const { data } = await answer.json();
    expect(data.map(({ id }: { id: string }) => id)).toContain(test.rehearsal.model);
  });

  it('completes a chat', async () => {
    const answer = await fetch(`${host}/gemini/hf/v1/chat/completions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: test.rehearsal.model, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(answer.status).toBe(200);
    expect((await answer.json()).choices[0].message.content).toMatch(/./);
  });

  it('is refused by the pool itself without a token', async () => {
    const answer = await fetch(`${host}/gemini/hf/v1/models`);
    expect([answer.status, (await answer.json()).error.message]).toEqual([
      401,
      'Missing Authorization header',
    ]);
  });

  it('does not open what the pool leaves open to everybody', async () => {
    const answer = await fetch(`${host}/gemini/gemini/v1beta/verify-key/${A}`, { method: 'POST' });
    if (reach === 'network') expect(await answer.text()).toContain('请先在网关登录');
    // On this computer alone it is as open as the pool's own port.
    else expect(answer.status).not.toBe(401);
  });

  it('answers the routes', async () => {
    const answer = await fetch(`${host}/admin/routes.json`, { headers: { 'X-Admin-Password': password } });
    expect(await answer.json()).toMatchObject({ default_backend: 'http://astrbot:6185' });
  });

  it('replaces the routes', async () => {
    const answer = await fetch(`${host}/admin/routes.json`, {
      method: 'POST',
      headers: { 'X-Admin-Password': password, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        default_backend: 'http://127.0.0.1:6185',
        rules: [
          {
            action: 'proxy',
            backend: 'http://127.0.0.1:8000',
            priority: 180,
            match: { path_prefix: '/hf/' },
          },
        ],
      }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    const models = await fetch(`${host}/hf/v1/models`, { headers: { Authorization: `Bearer ${token}` } });
    expect(models.status).toBe(200);
  });

  it('changes the password', async () => {
    const answer = await fetch(`${host}/admin/password`, {
      method: 'POST',
      headers: { 'X-Admin-Password': password, 'Content-Type': 'application/json' },
      body: JSON.stringify({ new_password: 'correct horse battery' }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    const routes = await fetch(`${host}/admin/routes.json`, {
      headers: { 'X-Admin-Password': 'correct horse battery' },
    });
    expect(routes.status).toBe(200);
  });
});
