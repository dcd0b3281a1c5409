import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { App } from '../app/api';
import { router } from '../app/router';
import { AppError } from '../contract/errors';

/** Speaks the router's calls over one socket; calls wait until the app is there. */
export type RpcConnection = (socket: WebSocket, request: IncomingMessage) => void;

/**
 * @param app asked once for each socket
 * @param onFailure hears of calls that failed for a reason the product has no word for.
 */
export function createRpcConnection(
  app: () => Promise<App>,
  onFailure: (cause: unknown) => void,
): RpcConnection {
  return getWSConnectionHandler({
    router,
    // The adapter's type asks for a server that only its keep-alive looks at.
    wss: new WebSocketServer({ noServer: true }),
    createContext: async () => ({ app: await app() }),
    onError: ({ error, path }) => {
      if (error.cause instanceof AppError) return;
      // Without a path it is the socket itself that broke: the other side's doing.
      if (path !== undefined && error.code === 'INTERNAL_SERVER_ERROR') onFailure(error.cause ?? error);
    },
  });
}
