import { createWSClient, type TRPCWebSocketClient } from '@trpc/client';
import { type Pipe, PipeSocket } from './pipe-socket';
import { isAtRehearsal } from './rehearsal-address';

declare global {
  interface Window {
    readonly botpier?: Pipe;
  }
}

/** True where the page runs in the desktop window: no address, no sign-in. */
export const isDesktop = typeof window !== 'undefined' && window.botpier !== undefined;

/**
 * The one connection to the app, or to the rehearsal beside it: a pipe on the desktop, whose other end reads the
 * page's address, a WebSocket on the web. Reconnects by itself.
 */
export function createTransport(): TRPCWebSocketClient {
  const pipe = window.botpier;
  const retryDelayMs = (attempt: number) => Math.min(250 * 2 ** attempt, 4_000);
  if (!pipe) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return createWSClient({
      url: `${scheme}://${location.host}${isAtRehearsal ? '/rehearsal' : ''}/rpc`,
      retryDelayMs,
      keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 8_000 },
    });
  }
  class DesktopSocket extends PipeSocket {
    constructor() {
      super(pipe as Pipe);
    }
  }
  return createWSClient({
    url: 'ws://desktop',
    WebSocket: DesktopSocket as unknown as typeof WebSocket,
    retryDelayMs,
  });
}
