import {
  request as ask,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { Program, ProgramHost } from '../../lib/program-host';
import { closeServer } from '../lifetime';
import { type CaddyHandler, type CaddyRoute, type CaddyServer, readCaddyConfig } from './caddy-config';
import { changeHeaders, type Exchange, fill, header, holds, openExchange, rewritePath } from './exchange';

/** Where the running one is told of another configuration. */
const RELOAD_PORT = 2019;

/** What an engine in memory runs of it: the program, and the command that brings it another configuration. */
export interface GatewayDouble {
  program: Program;
  exec(
    host: Pick<ProgramHost, 'files' | 'resolve'>,
    command: readonly string[],
  ): Promise<{ exitCode: number; stdout: string; stderr: string }>;
}

/**
 * A double of Caddy: it reads the very configuration that is made for the real one and does what the part of it that
 * BotPier uses says, over real sockets. What it does not know it refuses. No certificates, no HTTP/2.
 */
export function createGatewayProgram(): GatewayDouble {
  return {
    async program(host) {
      const path = host.args[host.args.indexOf('--config') + 1] ?? '';
      let servers = readCaddyConfig((await host.files.read(path)) ?? '');
      const listening: Server[] = [];
      for (const { listen } of servers) {
        const port = Number(listen[0]?.slice(1));
        const serverOf = () => servers.find((each) => each.listen[0] === `:${port}`);
        const server = createServer((request, response) => void answer(host, serverOf(), request, response));
        server.on('upgrade', (request, socket, head) => upgrade(host, serverOf(), request, socket, head));
        await host.listen(server, port);
        listening.push(server);
      }
      const reload = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        try {
          servers = readCaddyConfig(Buffer.concat(chunks).toString());
          response.end();
        } catch (error) {
          response.writeHead(400).end(error instanceof Error ? error.message.split('\n').join(' ') : '');
        }
      });
      await host.listen(reload, RELOAD_PORT);
      await new Promise<void>((resolve) => {
        if (host.signal.aborted) resolve();
        host.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.all([...listening, reload].map(closeServer));
      return 0;
    },
    async exec(host, command) {
      if (command[0] !== 'caddy' || command[1] !== 'reload')
        return { exitCode: 1, stdout: '', stderr: `unknown command: ${command.join(' ')}` };
      const text = (await host.files.read(command[command.indexOf('--config') + 1] ?? '')) ?? '';
      const at = await host.resolve('localhost', RELOAD_PORT);
      const response = await fetch(`http://${at.host}:${at.port}/load`, { method: 'POST', body: text });
      const stderr = response.ok ? '' : `Error: sending configuration to instance: ${await response.text()}`;
      return { exitCode: response.ok ? 0 : 1, stdout: '', stderr };
    },
  };
}

async function answer(
  host: ProgramHost,
  server: CaddyServer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = openExchange(request);
  try {
    if (await walk(server?.routes ?? [], exchange, send)) return;
    response.writeHead(200).end();
  } catch {
    if (response.headersSent) return void response.destroy();
    exchange.status = 502;
    await walk(server?.errors.routes ?? [], exchange, send).catch(() => response.destroy());
  }

  async function send(handler: Extract<CaddyHandler, { handler: 'static_response' | 'reverse_proxy' }>) {
    if (handler.handler === 'reverse_proxy') return proxy(host, handler, exchange, request, response);
    const headers = Object.entries(handler.headers ?? {}).map(([name, values]): [string, string[]] => [
      name,
      values.map((value) => fill(value, exchange)),
    ]);
    const status = Number(fill(String(handler.status_code), exchange));
    response.writeHead(status, Object.fromEntries(headers)).end(fill(handler.body ?? '', exchange));
  }
}

type Send = (
  handler: Extract<CaddyHandler, { handler: 'static_response' | 'reverse_proxy' }>,
) => Promise<void>;

/** Whether the request was answered on the way. */
async function walk(routes: readonly CaddyRoute[], exchange: Exchange, send: Send): Promise<boolean> {
  for (const { match, handle, terminal } of routes) {
    if (match && !match.some((set) => holds(set, exchange))) continue;
    for (const handler of handle) if (await take(handler, exchange, send)) return true;
    if (terminal) return false;
  }
  return false;
}

async function take(handler: CaddyHandler, exchange: Exchange, send: Send): Promise<boolean> {
  switch (handler.handler) {
    case 'subroute':
      if (!handler.errors) return walk(handler.routes, exchange, send);
      return walk(handler.routes, exchange, send).catch(() =>
        walk(handler.errors?.routes ?? [], exchange, send),
      );
    case 'vars':
      for (const [name, value] of Object.entries(handler)) exchange.vars.set(name, fill(value, exchange));
      return false;
    case 'headers':
      changeHeaders(exchange, handler.request);
      return false;
    case 'rewrite': {
      for (const { find, replace } of handler.path_regexp ?? []) rewritePath(exchange, find, replace);
      if (handler.uri === undefined) return false;
      const [, query] = exchange.uri.split(/\?(.*)/s);
      const uri = fill(handler.uri, exchange);
      exchange.uri = uri.includes('?') || query === undefined ? uri : `${uri}?${query}`;
      return false;
    }
    default:
      await send(handler);
      return true;
  }
}

type Proxy = Extract<CaddyHandler, { handler: 'reverse_proxy' }>;

/** The request as the backend is asked. */
async function forward(host: ProgramHost, handler: Proxy, exchange: Exchange, request: IncomingMessage) {
  const [dial = ''] = handler.upstreams.map((upstream) => upstream.dial);
  exchange.upstream = dial;
  const said = header(exchange, 'host') ?? '';
  changeHeaders(exchange, {
    set: {
      'x-forwarded-for': [request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''],
      'x-forwarded-proto': ['http'],
      'x-forwarded-host': [said],
    },
  });
  changeHeaders(exchange, handler.headers?.request ?? {});
  const [name = '', port = ''] = dial.split(/:(?=\d+$)/);
  const at = await host.resolve(name, Number(port));
  return ask({
    ...at,
    method: exchange.method,
    path: exchange.uri,
    headers: { ...Object.fromEntries(exchange.headers), host: header(exchange, 'host') ?? dial },
    agent: false,
  });
}

async function proxy(
  host: ProgramHost,
  handler: Proxy,
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await forward(host, handler, exchange, request);
  await new Promise<void>((resolve, reject) => {
    call.once('response', (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
      answered.once('close', resolve);
    });
    call.once('error', reject);
    request.pipe(call);
  });
}

function upgrade(
  host: ProgramHost,
  server: CaddyServer | undefined,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const exchange = openExchange(request);
  const end = () => socket.destroy();
  socket.on('error', end);
  walk(server?.routes ?? [], exchange, async (handler) => {
    if (handler.handler !== 'reverse_proxy')
      return void socket.end(`HTTP/1.1 ${fill(String(handler.status_code), exchange)} Refused\r\n\r\n`);
    const call = await forward(host, handler, exchange, request);
    call.once('error', end);
    call.once('response', end);
    call.once('upgrade', (answered, line, first) => {
      const headers = Object.entries(answered.headersDistinct).flatMap(([name, values]) =>
        (values ?? []).map((value) => `${name}: ${value}\r\n`),
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
      socket.write(first);
      line.write(head);
      line.on('error', end);
      line.pipe(socket).pipe(line);
      socket.once('close', () => line.destroy());
    });
    call.end();
  }).catch(end);
}
