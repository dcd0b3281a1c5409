import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ProgramHost } from '../../../lib/program-host';
import { closeServer, createLifetime, type Lifetime } from '../../lifetime';
import type { WebSocketServerConfig } from '../onebot-config';
import type { OneBotAdapter } from './adapter';
import {
  answerFrame,
  heartbeatEvent,
  lifecycleEvent,
  makeAnswer,
  type OneBotEndpointParts,
  type OneBotEvent,
} from './protocol';

const MAX_FRAME_BYTES = 50 * 1024 * 1024;

/** Hosts on which other containers reach the server; anything else is inside this container only. */
const OPEN_HOSTS = new Set(['0.0.0.0', '', '::']);

/** A OneBot WebSocket server as configured. Rejects when its port cannot be had. */
export async function openWebSocketServer(
  host: ProgramHost,
  worker: Lifetime,
  parts: OneBotEndpointParts,
  initial: WebSocketServerConfig,
): Promise<OneBotAdapter<WebSocketServerConfig>> {
  let config = initial;
  const life = createLifetime(host.clock, worker.signal);
  worker.onEnd(() => life.end());
  const eventClients = new Set<WebSocket>();
  const http = createServer((_request, response) => response.writeHead(426).end());
  const server = new WebSocketServer({ server: http, maxPayload: MAX_FRAME_BYTES });
  let blocked = false;
  let beating = false;

  const beat = () => {
    if (beating || config.heartInterval <= 0) return;
    beating = true;
    life.every(config.heartInterval, () => send(heartbeatEvent(parts, config.heartInterval)));
  };
  const send = (event: OneBotEvent) => {
    for (const client of eventClients) client.send(JSON.stringify(event));
  };

  server.on('connection', (socket, request) => {
    socket.on('error', () => socket.terminate());
    if (blocked) return socket.terminate();
    if (!isAuthorised(request, config.token)) {
      socket.send(JSON.stringify(makeAnswer(parts, 1_403, null, 'token验证失败', null)));
      return socket.close();
    }
    socket.on('message', async (data) => {
      const answer = await answerFrame(parts, data.toString());
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(answer));
    });
    const { pathname } = new URL(request.url ?? '/', 'http://messenger');
    if (pathname === '/api' || pathname === '/api/') return;
    eventClients.add(socket);
    socket.on('close', () => eventClients.delete(socket));
    socket.send(JSON.stringify(lifecycleEvent(parts)));
    beat();
  });

  life.onEnd(() => closeServer(http));
  life.onEnd(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  if (OPEN_HOSTS.has(config.host)) {
    await host.listen(http, config.port).catch(async (error: unknown) => {
      await life.end();
      throw error;
    });
  }

  return {
    get config() {
      return config;
    },
    reconfigure(next) {
      const sameButToken =
        JSON.stringify({ ...next, token: '' }) === JSON.stringify({ ...config, token: '' });
      if (sameButToken) config = next;
      return sameButToken;
    },
    emit(event) {
      send(event);
    },
    cut() {
      for (const client of server.clients) client.terminate();
    },
    block(value) {
      blocked = value;
    },
    close: () => life.end(),
  };
}

/** The query's token counts before the header's; the header may be a bare token; no token asks for none. */
function isAuthorised(request: IncomingMessage, token: string): boolean {
  if (token === '') return true;
  const query = new URL(request.url ?? '/', 'http://messenger').searchParams.get('access_token');
  const header = request.headers.authorization?.replace(/^Bearer\s+/i, '');
  return (query || header) === token;
}
