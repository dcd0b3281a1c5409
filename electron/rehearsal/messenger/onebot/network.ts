import type { ProgramHost } from '../../../lib/program-host';
import type { Lifetime } from '../../lifetime';
import type { ChatMessage } from '../chat-world';
import type { MessengerLog } from '../messenger-log';
import type { OneBotConfig, WebSocketClientConfig, WebSocketServerConfig } from '../onebot-config';
import type { OneBotAdapter } from './adapter';
import { messageEvent } from './message-event';
import type { OneBotEndpointParts, OneBotEvent } from './protocol';
import { openWebSocketClient } from './websocket-client';
import { openWebSocketServer } from './websocket-server';

/** All configured ends of OneBot, kept by name. */
export interface OneBotNetwork {
  /** Opens, changes and closes what differs. A port that cannot be had is logged, nothing more. */
  apply(config: OneBotConfig): Promise<void>;
  emit(event: OneBotEvent): void;
  /** Tells of a chat message; the bot's own go to those who asked for them. */
  emitMessage(message: ChatMessage): void;
  /** Drops every connection, or those of one port, ours or dialled. */
  cut(port?: number): void;
  /** While true nobody gets through, or nobody on one port, ours or dialled. */
  block(blocked: boolean, port?: number): void;
}

interface Entry {
  kind: 'server' | 'client';
  adapter: OneBotAdapter<WebSocketServerConfig> | OneBotAdapter<WebSocketClientConfig>;
}

export function createOneBotNetwork(
  host: ProgramHost,
  life: Lifetime,
  parts: OneBotEndpointParts,
  log: MessengerLog,
): OneBotNetwork {
  const entries = new Map<string, Entry>();
  const blockedPorts = new Set<number>();
  let blocked = false;

  async function applyServer(config: WebSocketServerConfig): Promise<void> {
    const running = entries.get(config.name);
    if (running?.kind === 'server' && isServer(running.adapter) && running.adapter.reconfigure(config))
      return;
    await running?.adapter.close();
    entries.delete(config.name);
    try {
      const adapter = await openWebSocketServer(host, life, parts, config);
      adapter.block(blocked || blockedPorts.has(config.port));
      entries.set(config.name, { kind: 'server', adapter });
      const shown = config.host === '0.0.0.0' || config.host === '' ? '::' : config.host;
      log.info(`[OneBot] [WebSocket Server] Server Started ${shown}:${config.port}`);
    } catch (error) {
      log.error(
        `[OneBot] [WebSocket Server] Server Error: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  async function applyClient(config: WebSocketClientConfig): Promise<void> {
    const running = entries.get(config.name);
    if (running?.kind === 'client' && !isServer(running.adapter) && running.adapter.reconfigure(config))
      return;
    await running?.adapter.close();
    const adapter = openWebSocketClient(host, life, parts, log, config);
    adapter.block(blocked || blockedPorts.has(portOf(config)));
    entries.set(config.name, { kind: 'client', adapter });
  }

  const on = (port: number | undefined) =>
    [...entries.values()]
      .map(({ adapter }) => adapter)
      .filter((adapter) => port === undefined || portOf(adapter.config) === port);

  return {
    async apply({ network }) {
      const servers = network.websocketServers.filter(({ enable }) => enable);
      const clients = network.websocketClients.filter(({ enable }) => enable);
      const wanted = new Set([...servers, ...clients].map(({ name }) => name));
      for (const [name, { adapter }] of [...entries]) {
        if (wanted.has(name)) continue;
        entries.delete(name);
        await adapter.close();
      }
      const lines = servers.map(({ host: at, port }) => `WebSocket服务: ${at}:${port}, : 已启动`);
      log.info(['[Notice] [OneBot11] [network] 配置加载', ...lines].join('\n'));
      for (const server of servers) await applyServer(server);
      for (const client of clients) await applyClient(client);
      log.info('[AdapterManager] OneBot11 适配器初始化完成');
    },
    emit(event) {
      for (const { adapter } of entries.values()) adapter.emit(event);
    },
    emitMessage(message) {
      for (const { adapter } of entries.values()) {
        const { reportSelfMessage, messagePostFormat } = adapter.config;
        if (message.self && !reportSelfMessage) continue;
        adapter.emit(messageEvent(message, parts.selfId(), messagePostFormat));
      }
    },
    cut(port) {
      for (const adapter of on(port)) adapter.cut();
    },
    block(value, port) {
      if (port === undefined) blocked = value;
      else if (value) blockedPorts.add(port);
      else blockedPorts.delete(port);
      for (const adapter of on(port)) adapter.block(value);
    },
  };
}

function isServer(adapter: Entry['adapter']): adapter is OneBotAdapter<WebSocketServerConfig> {
  return 'port' in adapter.config;
}

/** The port that it listens on or dials. */
function portOf(config: WebSocketServerConfig | WebSocketClientConfig): number {
  return 'port' in config ? config.port : Number(new URL(config.url).port);
}
