import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { BotId } from '../../contract/ids';
import { RouteTable } from '../../contract/routes';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

let test: TestApp;
let bot: BotId;

beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const gatewayLink = () => test.bot().chain.find(({ id }) => id === 'gateway')?.state;
const isGreen = () =>
  test.until('a gateway that answers', (view) =>
    view.chain.some(({ id, state }) => id === 'gateway' && state.kind === 'ok'),
  );

/** Switches it on at a free port; answers the first password. */
async function turnOn(over: { reach?: 'loopback' | 'network' } = {}): Promise<string> {
  const { password } = await test.call.gateway.turnOn({
    bot,
    settings: { port: await freePort(), reach: over.reach ?? 'loopback' },
  });
  await isGreen();
  return password ?? '';
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
  await new Promise((closed) => server.close(closed));
  return port;
}

const url = (path: string) => `http://127.0.0.1:${test.bot().gateway?.port}${path}`;
const get = (path: string, init?: RequestInit) => fetch(url(path), { redirect: 'manual', ...init });
const post = (path: string, password: string, body: unknown) =>
  get(path, {
    method: 'POST',
    headers: { 'X-Admin-Password': password, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const withPassword = (password: string) => ({ headers: { 'X-Admin-Password': password } });

describe('the gateway of a bot', () => {
  beforeEach(async () => {
    bot = await setUp(test, 'astrbot');
  });

  it('is off at first; switched on, it opens the panels; switched off, nothing of it is left', async () => {
    expect(gatewayLink()).toBeUndefined();
    expect(test.bot().gateway).toMatchObject({ on: false, hasPassword: false, isDefault: true });
    const password = await turnOn();
    expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(test.bot()).toMatchObject({
      tone: 'ok',
      gateway: { on: true, reach: 'loopback', hasPassword: true },
    });
    const brain = await get('/api/stat/nowhere?x=1');
    const own = test.bot().services.find(({ role }) => role === 'brain')?.panel ?? '';
    const asked = await fetch(new URL('/api/stat/nowhere?x=1', own));
    expect([brain.status, await brain.text()]).toEqual([asked.status, await asked.text()]);
    expect((await get('/webui')).headers.get('location')).toBe('/webui/');
    await test.call.gateway.turnOff({ bot });
    await test.until('no gateway', (view) => view.services.every(({ role }) => role !== 'gateway'));
    await test.app.idle();
    await expect(get('/')).rejects.toThrow();
    expect(gatewayLink()).toBeUndefined();
  });

  it('has a name for each panel', async () => {
    await turnOn();
    const { gateway } = test.bot();
    expect(gateway?.panels.map(({ url: address }) => address)).toEqual([
      `http://napcat.localhost:${gateway?.port}/webui/`,
      `http://astrbot.localhost:${gateway?.port}/`,
    ]);
    const trial = await test.call.gateway.tryRoute({
      bot,
      request: { url: `http://napcat.localhost:${gateway?.port}/webui/x?y=1` },
    });
    expect(trial).toMatchObject({ by: 'rule', target: 'http://napcat:6099/webui/x?y=1' });
  });

  it('makes a change live at once, and keeps it over a restart of everything', async () => {
    await turnOn();
    const routes = await test.call.gateway.routes({ bot });
    const rule = RouteTable.shape.rules.parse([
      { action: 'redirect', match: { path_equal: '/docs' }, redirect_to: 'https://example.com/' },
    ]);
    const saved = await test.call.gateway.saveRoutes({
      bot,
      routes: { ...routes, rules: [...routes.rules, ...rule] },
    });
    expect(saved).toMatchObject({ saved: true, findings: [] });
    expect(saved.liveMs).toBeLessThan(500);
    expect((await get('/docs')).headers.get('location')).toBe('https://example.com/');
    expect(test.bot().gateway?.isDefault).toBe(false);
    await test.restart('kill');
    await isGreen();
    expect((await get('/docs')).headers.get('location')).toBe('https://example.com/');
    await test.call.gateway.saveRoutes({ bot });
    expect((await get('/docs')).headers.get('location')).toBeNull();
    expect(test.bot().gateway?.isDefault).toBe(true);
  });

  it('refuses a table with an error, and says which rule it is', async () => {
    await turnOn();
    const routes = await test.call.gateway.routes({ bot });
    const bad = RouteTable.parse({ ...routes, rules: [{ match: { path_prefix: '/x/' } }] });
    expect(await test.call.gateway.saveRoutes({ bot, routes: bad })).toEqual({
      saved: false,
      findings: [{ code: 'noBackend', severity: 'error', rule: 0, params: {} }],
    });
    expect(await test.call.gateway.routes({ bot })).toEqual(routes);
  });

  it('keeps the old rules when the server does not take the new ones', async () => {
    await turnOn();
    const routes = await test.call.gateway.routes({ bot });
    // Repeated more often than the server allows.
    const rules = RouteTable.shape.rules.parse([
      { match: { referer_regex: '(?P<x>a)' }, backend: 'http://astrbot:6185' },
      { match: { referer_regex: 'a{2,1}' }, backend: 'http://astrbot:6185' },
    ]);
    const saved = await test.call.gateway.saveRoutes({ bot, routes: { ...routes, rules } });
    expect(saved.findings.map(({ code }) => code)).toEqual(['badPattern', 'badPattern']);
    expect(await test.call.gateway.routes({ bot })).toEqual(routes);
    expect(gatewayLink()?.kind).toBe('ok');
  });

  it('does not cut a WebSocket when the rules change', async () => {
    await turnOn();
    const server = createServer();
    const { WebSocketServer } = await import('ws');
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (data) => socket.send(`echo ${data}`));
    });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const routes = await test.call.gateway.routes({ bot });
    const rule = { match: { path_prefix: '/line/' }, backend: `http://127.0.0.1:${port}` };
    const table = RouteTable.parse({ ...routes, rules: [...routes.rules, rule] });
    await test.call.gateway.saveRoutes({ bot, routes: table });
    const socket = new WebSocket(`${url('/line/').replace('http', 'ws')}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    await test.call.gateway.saveRoutes({ bot, routes });
    const heard = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.send('still here');
    expect(await heard).toBe('echo still here');
    socket.terminate();
    server.close();
  });

  it('leaves nothing behind when its bot is removed with its data', async () => {
    await turnOn();
    const routes = await test.call.gateway.routes({ bot });
    await test.call.gateway.saveRoutes({ bot, routes });
    await test.call.bots.remove({ bot, data: true, confirm: test.bot().name });
    expect(await test.secrets.get(`bot.${bot}.gateway.password`)).toBeUndefined();
    expect(await test.secrets.get(`bot.${bot}.gateway.session`)).toBeUndefined();
    expect(existsSync(`${test.dir}/gateways/${bot}.json`)).toBe(false);
  });

  it('is refused a port that somebody holds, and says so when it is taken later', async () => {
    const thief = createServer();
    const port = await new Promise<number>((resolve) =>
      thief.listen(0, '127.0.0.1', () => resolve((thief.address() as AddressInfo).port)),
    );
    await expect(test.call.gateway.turnOn({ bot, settings: { port } })).rejects.toThrow('portTaken');
    expect(test.bot().gateway?.on).toBe(false);
    thief.close();
  });

  it('opened to the network it asks for a session, which the password gives', async () => {
    const password = await turnOn({ reach: 'network' });
    const closed = await get('/webui/');
    expect([closed.status, await closed.text()]).toEqual([401, expect.stringContaining('请先在网关登录')]);
    const page = await get('/webui/x', { headers: { Accept: 'text/html' } });
    expect(page.status).toBe(307);
    expect(page.headers.get('location')).toBe('/admin/login?next=/webui/x');
    expect((await get('/admin/login')).headers.get('content-type')).toBe('text/html; charset=utf-8');
    const signIn = (given: string) =>
      get('/admin/login', { method: 'POST', body: JSON.stringify({ password: given }) });
    expect((await signIn('wrong')).status).toBe(403);
    const cookie = (await signIn(password)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^botpier_gateway=\w{32}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const session = { headers: { Cookie: `a=b; ${cookie.split(';')[0]}` } };
    expect(await (await get('/webui/', session)).text()).not.toContain('请先在网关登录');
    await test.call.gateway.setPassword({ bot, password: 'correct horse battery' });
    expect(await (await get('/webui/', session)).text()).toContain('请先在网关登录');
  });
});

describe('the calls of X-Admin-Password', () => {
  let password: string;
  beforeEach(async () => {
    bot = await setUp(test);
    password = await turnOn();
  });

  it('nothing without the password, and not with `admin`', async () => {
    for (const headers of [{}, { 'X-Admin-Password': 'admin' }, { 'X-Admin-Password': '' }]) {
      const refused = await get('/admin/routes.json', { headers });
      expect(refused.status).toBe(403);
      expect(await refused.json()).toEqual({ error: 'forbidden' });
    }
  });

  it('answers the table, takes another one, and refuses what is none', async () => {
    const table = await (await get('/admin/routes.json', withPassword(password))).json();
    expect(table).toMatchObject({ default_backend: 'http://napcat:6099', rules: expect.any(Array) });
    const rules = [{ match: { path_prefix: '/x/' }, backend: 'http://napcat:6099' }];
    const good = await post('/admin/routes.json', password, {
      default_backend: 'http://127.0.0.1:6099',
      rules,
    });
    expect(await good.json()).toEqual({ ok: true });
    expect(await (await get('/admin/routes.json', withPassword(password))).json()).toMatchObject({
      default_backend: 'http://127.0.0.1:6099',
      rules,
    });
    // Only the rules: the default backend stays; none at all is an empty list.
    expect((await post('/admin/routes.json', password, { rules: [] })).status).toBe(200);
    expect(await (await get('/admin/routes.json', withPassword(password))).json()).toEqual({
      default_backend: 'http://127.0.0.1:6099',
      rules: [],
    });
    const refusals: [unknown, object][] = [
      ['{', { error: 'invalid json' }],
      [{ rules: {} }, { error: 'rules must be array' }],
      [{ rules: [{ websocket: true, backend: 'http://napcat:6099' }] }, { error: 'invalid routes' }],
      [{ colour: 'red' }, { error: 'invalid routes' }],
      [{ rules: [{ match: { path_prefix: '/x/' } }] }, { error: 'routes refused' }],
    ];
    for (const [body, error] of refusals) {
      const refused = await post('/admin/routes.json', password, body);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject(error);
    }
    const put = await get('/admin/routes.json', { method: 'PUT', ...withPassword(password) });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('takes a body of 1 MB, and says of a longer one that it is too long', async () => {
    const rule = (n: number) => ({
      match: { path_prefix: `/${n}/${'x'.repeat(900)}/` },
      backend: 'http://napcat:6099',
    });
    const rules = Array.from({ length: 1_000 }, (_, n) => rule(n));
    expect((await post('/admin/routes.json', password, { rules })).status).toBe(200);
    const long = await post('/admin/routes.json', password, `[${' '.repeat(2 * 1024 * 1024)}]`);
    expect(long.status).toBe(413);
    expect(await long.json()).toMatchObject({ error: 'too large' });
  });

  it('changes the password at once', async () => {
    expect((await get('/admin/password', withPassword(password))).status).toBe(405);
    const refusals: [unknown, string][] = [
      [{}, 'new_password required'],
      ['x', 'invalid json'],
      [{ new_password: 'admin' }, 'password too weak'],
      [{ new_password: 'adminadminadmin' }, 'password too weak'],
    ];
    for (const [body, error] of refusals) {
      const refused = await post('/admin/password', password, body);
      expect(refused.status).toBe(400);
      expect((await refused.json()).error).toContain(error);
    }
    const next = 'correct horse battery';
    expect(await (await post('/admin/password', password, { new_password: next })).json()).toEqual({
      ok: true,
    });
    expect((await get('/admin/routes.json', withPassword(password))).status).toBe(403);
    expect((await get('/admin/routes.json', withPassword(next))).status).toBe(200);
    const kept = await test.secrets.get(`bot.${bot}.gateway.password`);
    expect(kept).toMatch(/^scrypt\$/);
    expect(test.log.join('\n')).not.toContain(next);
  });

  it('slows down whoever guesses', async () => {
    for (let n = 0; n < 5; n += 1)
      expect((await get('/admin/routes.json', withPassword(`guess ${n}`))).status).toBe(403);
    const slowed = await get('/admin/routes.json', withPassword(password));
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('says so when it could not be saved', async () => {
    const { rm, writeFile } = await import('node:fs/promises');
    await rm(`${test.dir}/gateways`, { recursive: true, force: true });
    await writeFile(`${test.dir}/gateways`, 'a file where a folder should be');
    const failed = await post('/admin/routes.json', password, { rules: [] });
    expect(failed.status).toBe(500);
    expect(await failed.json()).toEqual({ error: 'not saved' });
  });

  it('serves its page to everybody, without a script in it', async () => {
    const page = await get('/admin/ui/');
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(text).not.toMatch(/<script(?![^>]*src=)/);
    for (const path of text.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await get(path[1] ?? '')).status).toBe(200);
    expect((await get('/admin/ui')).headers.get('location')).toBe('/admin/ui/');
  });

  it('nobody but the gateway is answered, and without BotPier it says why not', async () => {
    await test.app.close();
    const closed = await get('/admin/routes.json', withPassword(password));
    expect(closed.status).toBe(503);
    expect(await closed.text()).toContain('BotPier');
    // The panels go on.
    expect((await get('/')).status).toBeLessThan(500);
    await test.restart();
  });
});
