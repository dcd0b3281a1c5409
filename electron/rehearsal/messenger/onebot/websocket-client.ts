import { WebSocket } from 'ws';
import type { ProgramHost } from '../../../lib/program-host';
import { createLifetime, type Lifetime } from '../../lifetime';
import type { MessengerLog } from '../messenger-log';
import type { WebSocketClientConfig } from '../onebot-config';
import type { OneBotAdapter } from './adapter';
import { answerFrame, heartbeatEvent, lifecycleEvent, type OneBotEndpointParts } from './protocol';

/** As the original's. */
const HANDSHAKE_MS = 2_000;

/** A OneBot connection towards the brain, made again after every loss. */
export function openWebSocketClient(
  host: ProgramHost,
  worker: Lifetime,
  parts: OneBotEndpointParts,
  log: MessengerLog,
  config: WebSocketClientConfig,
): OneBotAdapter<WebSocketClientConfig> {
  const life = createLifetime(host.clock, worker.signal);
  worker.onEnd(() => life.end());
  let socket: WebSocket | undefined;
  let blocked = false;
  const send = (event: unknown) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
  };

  async function connect(): Promise<void> {
    const retry = (error?: unknown) => {
      const told =
        error === undefined ? '连接意外关闭' : `连接错误 ${error instanceof Error ? error.message : error}`;
      log.error(`[OneBot] [WebSocket Client] 反向WebSocket (${config.url}) ${told}`);
      life.after(config.reconnectInterval, () => void connect());
    };
    if (blocked) return retry();
    try {
      const address = await locate(host, config.url);
      // Closed or blocked while it looked where that is.
      if (life.signal.aborted) return;
      if (blocked) return retry();
      const next = new WebSocket(address, {
        headers: {
          'X-Self-ID': String(parts.selfId()),
          Authorization: `Bearer ${config.token}`,
          'x-client-role': 'Universal',
          'User-Agent': 'OneBot/11',
        },
        rejectUnauthorized: config.verifyCertificate,
        handshakeTimeout: HANDSHAKE_MS,
      });
      socket = next;
      let failure: Error | undefined;
      next.on('error', (error) => {
        failure = error;
      });
      next.on('open', () => send(lifecycleEvent(parts)));
      next.on('message', async (data) => {
        const answer = await answerFrame(parts, data.toString());
        if (next.readyState === WebSocket.OPEN) next.send(JSON.stringify(answer));
      });
      next.on('close', () => life.signal.aborted || retry(failure));
    } catch (error) {
      if (!life.signal.aborted) retry(error);
    }
  }

  life.onEnd(() => socket?.terminate());
  if (config.heartInterval > 0) {
    life.every(config.heartInterval, () => send(heartbeatEvent(parts, config.heartInterval)));
  }
  void connect();

  return {
    config,
    reconfigure: (next) => JSON.stringify(next) === JSON.stringify(config),
    emit: send,
    cut: () => socket?.terminate(),
    block(value) {
      blocked = value;
    },
    close: () => life.end(),
  };
}

async function locate(host: ProgramHost, address: string): Promise<string> {
  const url = new URL(address);
  const port = Number(url.port || (url.protocol === 'wss:' ? 443 : 80));
  const target = await host.resolve(url.hostname, port);
  url.hostname = target.host;
  url.port = String(target.port);
  return url.href;
}
