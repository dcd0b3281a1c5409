import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { App } from '../../app/api';
import type { AppRouter } from '../../app/router';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import { createStillApp } from '../still-app';
import { createPasswordDoor, createTokenDoor, type Door } from './door';
import { startWebServer, type WebServer } from './web-server';

const TOKEN = 'a-token-that-nobody-guesses';

let folder: string;
let clock: ManualClock;
let server: WebServer;
let failures: unknown[];
const closers: (() => void)[] = [];

async function start(options: { door?: Door; app?: Promise<App>; allowedHosts?: string[] } = {}) {
  server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: options.allowedHosts ?? [],
    door: options.door ?? createTokenDoor(TOKEN),
    rendererDir: folder,
    app: options.app ?? Promise.resolve(createStillApp()),
    rehearse: async () => createStillApp(),
    clock,
    onFailure: (cause) => failures.push(cause),
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-server-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>page</title>');
  await writeFile(join(folder, 'assets/index-abc123.js'), 'let page;');
  clock = createManualClock();
  failures = [];
});

afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await server.close();
  await rm(folder, { recursive: true });
  expect(failures).toEqual([]);
});

const origin = () => server.url.slice(0, -1);

/** fetch() would tidy paths and headers up. */
async function ask(
  path: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
) {
  const { hostname, port } = new URL(server.url);
  const outgoing = request({
    hostname,
    port,
    path,
    method: options.method ?? 'GET',
    headers: options.headers,
  });
  outgoing.end(options.body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

function signIn(secret: string, headers: OutgoingHttpHeaders = {}) {
  const body = JSON.stringify({ secret });
  return ask('/session', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      origin: origin(),
      ...headers,
    },
  });
}

async function cookie(): Promise<string> {
  const response = await signIn(TOKEN);
  expect(response.status).toBe(204);
  return response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** The status of a refused upgrade, 101 of an accepted one. */
async function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers });
  closers.push(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

function connect(cookieHeader: string) {
  class OwnPage extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { origin: origin(), cookie: cookieHeader } });
    }
  }
  const client = createWSClient({
    url: `${server.url.replace('http', 'ws')}rpc`,
    // biome-ignore lint/suspicious/noExplicitAny: ws and the DOM type the same socket apart
    WebSocket: OwnPage as any,
  });
  closers.push(() => void client.close());
  return createTRPCClient<AppRouter>({ links: [wsLink({ client })] });
}

describe('the page', () => {
  test('comes with a policy that lets nothing foreign in', async () => {
    await start();
    const page = await ask('/');
    expect(page).toMatchObject({ status: 200, body: '<title>page</title>' });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['cache-control']).toBe('no-cache');
  });

  test('keeps what has a hash in its name', async () => {
    await start();
    const asset = await ask('/assets/index-abc123.js');
    expect(asset.status).toBe(200);
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  test.each([
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/assets/%00',
    '/index.html/..',
  ])('answers %s without a file of ours', async (path) => {
    await start();
    expect([404, 200]).toContain((await ask(path)).status);
    expect((await ask(path)).body).not.toMatch(/root:|botpier/);
  });

  test('takes no other method', async () => {
    await start();
    expect((await ask('/', { method: 'PUT' })).status).toBe(405);
  });

  test('turns a foreign host name away', async () => {
    await start({ allowedHosts: ['bot.example'] });
    const { port } = new URL(server.url);
    expect((await ask('/', { headers: { host: `evil.example:${port}` } })).status).toBe(421);
    expect((await ask('/', { headers: { host: '127.0.0.1:1' } })).status).toBe(421);
    expect((await ask('/', { headers: { host: `localhost:${port}` } })).status).toBe(200);
    expect((await ask('/', { headers: { host: 'bot.example' } })).status).toBe(200);
  });
});

describe('signing in', () => {
  test('gives a cookie that scripts and other sites cannot use', async () => {
    await start();
    const response = await signIn(TOKEN);
    expect(response.headers['set-cookie']?.[0]).toMatch(
      /^botpier_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  test('marks the cookie secure behind TLS', async () => {
    await start({ allowedHosts: ['bot.example'] });
    const response = await signIn(TOKEN, { host: 'bot.example', origin: 'https://bot.example' });
    expect(response.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  test('tells the page whether it has to ask, and for what', async () => {
    await start();
    expect(JSON.parse((await ask('/session')).body)).toEqual({ signedIn: false, by: 'token' });
    const headers = { cookie: await cookie() };
    expect(JSON.parse((await ask('/session', { headers })).body)).toEqual({ signedIn: true, by: 'token' });
  });

  test('refuses a wrong token, another page, and what is no JSON', async () => {
    await start();
    expect((await signIn('wrong')).status).toBe(401);
    expect((await signIn(TOKEN, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await signIn(TOKEN, { origin: 'null' })).status).toBe(403);
    expect((await signIn(TOKEN, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await signIn('x'.repeat(5000))).status).toBe(400);
  });

  test('allows five wrong tries a minute', async () => {
    await start();
    for (let n = 0; n < 5; n += 1) expect((await signIn('wrong')).status).toBe(401);
    const late = await signIn(TOKEN);
    expect(late.status).toBe(429);
    expect(late.headers['retry-after']).toBe('60');
    await clock.advance(60_000);
    expect((await signIn(TOKEN)).status).toBe(204);
  });

  test('does not count rightful tries', async () => {
    await start();
    for (let n = 0; n < 8; n += 1) expect((await signIn(TOKEN)).status).toBe(204);
  });

  test('takes the password where there is one', async () => {
    await start({ door: createPasswordDoor('correct horse') });
    expect(JSON.parse((await ask('/session')).body)).toEqual({ signedIn: false, by: 'password' });
    expect((await signIn('wrong horse')).status).toBe(401);
    expect((await signIn('correct horse')).status).toBe(204);
  });
});

describe('the calls', () => {
  test('are answered to our own page with a session', async () => {
    await start();
    const api = connect(await cookie());
    expect(await api.bots.create.mutate()).toBe('stillbot');
    expect((await api.view.query()).engine.name).toBe('Still');
  });

  test('wait until the app is there', async () => {
    const { promise, resolve } = Promise.withResolvers<App>();
    await start({ app: promise });
    const api = connect(await cookie());
    const answer = api.view.query();
    expect((await ask('/')).status).toBe(200);
    resolve(createStillApp());
    expect((await answer).version).toBe('0.0.0');
  });

  test('push each change of the view', async () => {
    const app = createStillApp();
    await start({ app: Promise.resolve(app) });
    const api = connect(await cookie());
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = api.watch.subscribe(undefined, {
        onData(view) {
          seen.push((view as { version: string }).version);
          if (seen.length === 1) app.view.set({ ...app.view.get(), version: '1.0.0' });
          else resolve(subscription.unsubscribe());
        },
        onError: reject,
      });
    });
    expect(seen).toEqual(['0.0.0', '1.0.0']);
  });

  test.each(['rpc', 'rehearsal/rpc'])('are refused to everybody else on %s', async (path) => {
    await start();
    const good = { origin: origin(), cookie: await cookie() };
    const { port } = new URL(server.url);
    expect(await upgrade(path, good)).toBe(101);
    expect(await upgrade(path, { cookie: good.cookie })).toBe(403);
    expect(await upgrade(path, { ...good, origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade(path, { ...good, origin: `http://localhost:${port}` })).toBe(403);
    expect(await upgrade(path, { ...good, host: 'evil.example' })).toBe(421);
    expect(await upgrade(path, { origin: good.origin })).toBe(401);
    expect(await upgrade(path, { ...good, cookie: `${good.cookie}x` })).toBe(401);
  });

  test('come in nowhere else', async () => {
    await start();
    const good = { origin: origin(), cookie: await cookie() };
    for (const path of ['else', 'rehearsal', 'rpc/rehearsal', '__proto__']) {
      expect(await upgrade(path, good)).toBe(404);
    }
  });

  test('may not be longer than a mebibyte', async () => {
    await start();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}rpc`, {
      headers: { origin: origin(), cookie: await cookie() },
    });
    await once(socket, 'open');
    socket.send('x'.repeat(1024 * 1024 + 1));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });
});

test('a link to a QR code needs no session, opens once, and is not to be guessed', async () => {
  const app = createStillApp();
  let links = ['one'];
  await start({
    app: Promise.resolve({
      ...app,
      notifications: {
        ...app.notifications,
        async openQrLink(token) {
          const known = links.includes(token);
          links = links.filter((link) => link !== token);
          return known ? new Uint8Array([1, 2, 3]) : undefined;
        },
      },
    }),
  });
  expect(await ask('/qr/one')).toMatchObject({
    status: 200,
    headers: { 'content-type': 'image/png', 'cache-control': 'no-store' },
  });
  expect((await ask('/qr/one')).status).toBe(404);
  for (let n = 0; n < 8; n++) expect((await ask(`/qr/guess${n}`)).status).toBe(404);
  expect((await ask('/qr/guess9')).status).toBe(429);
});

test('a bot that was saved as a file is taken away by whoever is signed in, and nothing else is', async () => {
  const name = 'abcd1234-20260811T040000-k3x9q1.botpier';
  await writeFile(join(folder, 'saved'), 'sealed by age');
  const app = createStillApp();
  const asked: string[] = [];
  const findExport = async (wanted: string) => {
    asked.push(wanted);
    return wanted === name ? { path: join(folder, 'saved'), bytes: 13 } : undefined;
  };
  await start({ app: Promise.resolve({ ...app, snapshots: { ...app.snapshots, findExport } }) });
  expect((await ask(`/exports/${name}`)).status).toBe(401);
  expect(asked).toEqual([]);
  const headers = { cookie: await cookie() };
  expect(await ask(`/exports/${name}`, { headers })).toMatchObject({
    status: 200,
    body: 'sealed by age',
    headers: {
      'content-disposition': `attachment; filename="${name}"`,
      'content-length': '13',
      'cache-control': 'no-store',
    },
  });
  for (const other of ['', 'abcd1234-20260811T040001-k3x9q1.botpier', `..%2f${name}`, `x/../${name}x`])
    expect((await ask(`/exports/${other}`, { headers })).status).toBe(404);
  expect(asked).toEqual([name, 'abcd1234-20260811T040001-k3x9q1.botpier']);
  expect((await ask(`/exports/${name}`, { headers, method: 'POST' })).status).toBe(405);
});
