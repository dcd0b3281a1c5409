import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { RouteTable, type RouteTableInput } from '../../contract/routes';
import { type ConfigInput, caddyConfig } from './caddy-config';
import type { Surroundings } from './surroundings';

/** What `build/caddy.mjs` brings: Debian 12's own cuts WebSockets at each change. */
const NEWER = join(
  process.env['BOTPIER_LAB_CACHE'] ?? join(tmpdir(), 'botpier-lab-cache'),
  'caddy-sid/usr/bin/caddy',
);
/** The newest real server of this machine; `BOTPIER_CADDY` names another. */
export const CADDY = process.env['BOTPIER_CADDY'] ?? (existsSync(NEWER) ? NEWER : '/usr/bin/caddy');

/** `[2, 11]`; undefined where there is none. */
export function caddyVersion(): [number, number] | undefined {
  if (!existsSync(CADDY)) return undefined;
  const found = /(\d+)\.(\d+)\.\d+/.exec(spawnSync(CADDY, ['version'], { encoding: 'utf8' }).stdout);
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

/** Servers before 2.7 cut WebSockets whenever their configuration changes. */
export function keepsStreams(): boolean {
  const [, minor = 0] = caddyVersion() ?? [];
  return minor >= 7;
}

/** What a backend was asked. */
export interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server that answers everything with its name and what it was asked, and echoes on WebSockets. */
export interface TestBackend {
  name: string;
  port: number;
  asked: Asked[];
  sockets: Set<WebSocket>;
  close(): Promise<void>;
}

export async function startBackend(name: string): Promise<TestBackend> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      asked.push(seen);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, ...seen, body: body.length > 2_000 ? body.length : body }));
    });
  });
  const lines = new WebSocketServer({ server });
  lines.on('connection', (socket, request) => {
    asked.push({ method: 'WS', url: request.url ?? '', headers: request.headers, body: '' });
    socket.on('message', (data) => socket.send(`${name}: ${data}`));
  });
  const port = await listen(server);
  return {
    name,
    port,
    asked,
    sockets: lines.clients,
    async close() {
      for (const socket of lines.clients) socket.terminate();
      await new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      });
    },
  };
}

/** The real server with a table of ours. */
export interface TestGateway {
  port: number;
  url: string;
  /** Makes another table live. */
  change(table: RouteTableInput, over?: Partial<ConfigInput>): Promise<void>;
  /** Makes any configuration live; rejects with what the server says when it does not take it. */
  load(config: object): Promise<void>;
  log(): string;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  backends: readonly TestBackend[];
  around?: Partial<Surroundings>;
  over?: Partial<ConfigInput>;
}

/** Backends are found at `http://127.0.0.1:<port>`, each as a service of its own. */
export async function startGateway(
  table: RouteTableInput,
  options: TestGatewayOptions,
): Promise<TestGateway> {
  const dir = await mkdtemp(join(tmpdir(), 'botpier-caddy-'));
  const file = join(dir, 'caddy.json');
  const socket = `unix/${join(dir, 'admin.sock')}`;
  const port = await freePort();
  const around: Surroundings = {
    upstreams: options.backends.map((backend) => ({
      name: '127.0.0.1',
      ports: [{ container: backend.port, host: undefined }],
    })),
    name: 'gateway',
    port,
    reach: 'loopback',
    domain: undefined,
    ...options.around,
  };
  const input = (wanted: RouteTableInput, over: Partial<ConfigInput> = {}): ConfigInput => ({
    table: RouteTable.parse(wanted),
    around,
    listen: { web: port, http: 80, https: 443 },
    socket,
    admin: undefined,
    secrets: { door: 'doordoordoordoor', session: 'sessionsessionsession' },
    mark: 'first',
    keepsStreams: keepsStreams(),
    ...options.over,
    ...over,
  });
  await writeFile(file, JSON.stringify(caddyConfig(input(table))));
  let log = '';
  const child = spawn(CADDY, ['run', '--config', file], {
    env: {
      ...process.env,
      HOME: dir,
      XDG_DATA_HOME: join(dir, 'data'),
      XDG_CONFIG_HOME: join(dir, 'config'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilLive(url, exited, () => log);

  const load = async (config: object) => {
    await writeFile(file, JSON.stringify(config));
    const result = spawn(CADDY, ['reload', '--config', file, '--address', socket], {
      env: { ...process.env, HOME: dir },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    result.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    const code = await new Promise((resolve) => result.once('close', resolve));
    if (code !== 0) throw new Error(said);
  };
  return {
    port,
    url,
    load,
    change: (next, over) => load(caddyConfig(input(next, over))),
    log: () => log,
    async close() {
      child.kill();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A server with a configuration written by hand; `PORT` stands for its port. */
export async function startBareCaddy(caddyfile: string): Promise<{ port: number; close(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'botpier-caddy-'));
  const port = await freePort();
  await writeFile(
    join(dir, 'Caddyfile'),
    `{\n\tadmin off\n\tauto_https off\n}\n${caddyfile.replace(':PORT', `http://:${port}`)}`,
  );
  const child = spawn(CADDY, ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'], {
    env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir },
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (child.exitCode === null && !(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)));
  return {
    port,
    async close() {
      child.kill();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function untilLive(url: string, exited: Promise<void>, log: () => string): Promise<void> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  for (;;) {
    const answer = await fetch(`${url}/admin/health`).catch(() => undefined);
    if (answer?.ok) return;
    if (ended) throw new Error(`the server ended: ${log()}`);
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((closed) => server.close(closed));
  return port;
}
