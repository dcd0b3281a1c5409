import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { App } from '../../app/api';
import type { Clock } from '../../lib/clock';
import { securityHeaders } from '../content-policy';
import { listRendererFiles } from '../renderer-files';
import type { Door } from './door';
import { createHostGuard, inUrl } from './hosts';
import { createRateLimit } from './rate-limit';
import { createRpcRoutes } from './rpc-routes';
import { createSessions } from './sessions';
import { answerStatic } from './static-route';

const SIGN_IN_TRIES = 5;
const QR_TRIES = 10;
const SIGN_IN_WINDOW_MS = 60_000;

export interface WebServerOptions {
  host: string;
  /** 0 = any free one. */
  port: number;
  allowedHosts: readonly string[];
  door: Door;
  rendererDir: string;
  /** Calls wait for it; the page itself does not. */
  app: Promise<App>;
  /** Boots a rehearsal beside it, when a page asks for one. */
  rehearse(): Promise<App>;
  clock: Clock;
  onFailure: (cause: unknown) => void;
}

export interface WebServer {
  /** Where the page is, without a token. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page, `/session`, links to a QR code on `/qr/`, bots that were saved as files on `/exports/`, the calls on
 * `/rpc` and those to a rehearsal on `/rehearsal/rpc`. What the first page does not need is loaded when it is asked for,
 * so that the process answers soon after its start.
 * @throws the system's error when the page is not built or the address cannot be listened on.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const files = await listRendererFiles(options.rendererDir);
  const server = createServer();
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const hosts = createHostGuard(options.host, port, options.allowedHosts);
  const sessions = createSessions(port);
  const rateLimit = createRateLimit(options.clock, SIGN_IN_TRIES, SIGN_IN_WINDOW_MS);
  const qrLimit = createRateLimit(options.clock, QR_TRIES, SIGN_IN_WINDOW_MS);
  const rpc = createRpcRoutes(options);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (!hosts.allows(request.headers.host)) {
      response.writeHead(421).end();
      return;
    }
    const path = pathOf(request);
    if (path === '/session') {
      const { answerSession } = await import('./session-route');
      return answerSession({ door: options.door, hosts, sessions, rateLimit }, request, response);
    }
    if (path.startsWith('/qr/') && request.method === 'GET') {
      // A guess costs as much as a wrong password.
      if (qrLimit.take(request.socket.remoteAddress ?? '') > 0) {
        response.writeHead(429).end();
        return;
      }
      const { answerQr } = await import('./qr-route');
      return answerQr(await options.app, path, response);
    }
    if (path.startsWith('/exports/') && request.method === 'GET') {
      if (!sessions.holds(request.headers.cookie)) {
        response.writeHead(401).end();
        return;
      }
      const { answerExport } = await import('./export-route');
      return answerExport(await options.app, path, response);
    }
    return answerStatic(files, path, request, response);
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { host, origin, cookie } = request.headers;
    if (!hosts.allows(host)) return refuse(socket, '421 Misdirected Request');
    if (!hosts.isOwnOrigin(origin, host)) return refuse(socket, '403 Forbidden');
    if (!sessions.holds(cookie)) return refuse(socket, '401 Unauthorized');
    const accept = await rpc.find(pathOf(request));
    if (!accept) return refuse(socket, '404 Not Found');
    accept(request, socket, head);
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((cause: unknown) => {
      options.onFailure(cause);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((cause: unknown) => {
      options.onFailure(cause);
      socket.destroy();
    });
  });

  return {
    url: `http://${inUrl(options.host)}:${port}/`,
    async close() {
      await rpc.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '';
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
