import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caddyfile, GATEWAY_PORT } from './caddyfile';

const hasCaddy = spawnSync('caddy', ['version']).status === 0;

describe.skipIf(!hasCaddy)('the gateway of a Space (needs caddy)', () => {
  let dir: string;
  let caddy: ChildProcess;
  let servers: Server[];
  let url: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'botpier-caddy-'));
    servers = await Promise.all(['napcat', 'astrbot'].map(startBackend));
    const [webui = 0, panel = 0] = servers.map((server) => (server.address() as AddressInfo).port);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const file = join(dir, 'Caddyfile');
    writeFileSync(file, caddyfile({ webui, panel }).replace(`:${GATEWAY_PORT} {`, `:${port} {`));
    caddy = spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
      env: { ...process.env, HOME: dir },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    const serving = new Promise<void>((resolve) => {
      caddy.stderr?.on('data', (chunk) => {
        log += chunk;
        if (log.includes('serving initial configuration')) resolve();
      });
    });
    await Promise.race([serving, once(caddy, 'exit').then(() => Promise.reject(new Error(log)))]);
  }, 30_000);
  afterAll(async () => {
    const ended = once(caddy, 'exit');
    caddy.kill();
    await ended;
    for (const server of servers) server.close();
    rmSync(dir, { recursive: true });
  });

  it.each([
    ['/', undefined, 'astrbot /'],
    ['/api/stat/versions', undefined, 'astrbot /api/stat/versions'],
    ['/webui', undefined, 'napcat /webui'],
    ['/webui/assets/index.js', undefined, 'napcat /webui/assets/index.js'],
    ['/api/ws/terminal', undefined, 'napcat /api/ws/terminal'],
    ['/api/auth/login', '/webui/web_login', 'napcat /api/auth/login'],
    ['/api/auth/login', '/', 'astrbot /api/auth/login'],
    ['/api/auth/login', '/webuis', 'astrbot /api/auth/login'],
    ['/webuis?x=1', undefined, 'astrbot /webuis?x=1'],
  ])('sends %s, asked for by the page %s, to %s', async (path, page, answer) => {
    const headers = page === undefined ? {} : { referer: `${url}${page}` };
    const response = await fetch(`${url}${path}`, { headers });
    expect(await response.text()).toBe(answer);
  });
});

async function startBackend(name: string): Promise<Server> {
  const server = createServer((request, response) => response.end(`${name} ${request.url}`));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

async function freePort(): Promise<number> {
  const server = createNetServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
