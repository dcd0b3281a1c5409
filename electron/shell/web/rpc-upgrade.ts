import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RpcConnection } from '../rpc-connection';

const MAX_MESSAGE_BYTES = 1024 * 1024;
const PING_EVERY_MS = 30_000;

export interface RpcUpgrade {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Turns upgrade requests that were let in into sockets of the router. */
export function createRpcUpgrade(connect: RpcConnection): RpcUpgrade {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const silent = new WeakSet<WebSocket>();
  // A browser that went away without a word would else be sent views until the system gives the socket up.
  const ping = setInterval(() => {
    for (const client of server.clients) {
      if (silent.has(client)) client.terminate();
      silent.add(client);
      client.ping();
    }
  }, PING_EVERY_MS);
  ping.unref();
  server.on('connection', (client, request) => {
    client.on('pong', () => silent.delete(client));
    connect(client, request);
  });
  return {
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
    },
    close() {
      clearInterval(ping);
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
