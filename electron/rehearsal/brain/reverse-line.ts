import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ProgramHost } from '../../lib/program-host';
import { closeServer, type Lifetime } from '../lifetime';
import { type IncomingMessage as Message, readMessage } from './onebot-message';

/** A OneBot address that messengers dial. */
export interface ReverseLine {
  /** Accounts with a line. */
  accounts(): string[];
  send(account: string, room: 'group' | 'private', peer: number, text: string): void;
}

/** Waits for messengers as aiocqhttp does: on `/ws`, with 401 for no token and 403 for a wrong one. */
export async function openReverseLine(
  host: ProgramHost,
  life: Lifetime,
  { port, token }: { port: number; token: string },
  onMessage: (account: string, message: Message) => void,
): Promise<ReverseLine> {
  const lines = new Map<WebSocket, string>();
  const http = createServer((_request, response) => response.writeHead(405).end());
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    const refusal = refuse(request, token);
    if (refusal) return void socket.end(`HTTP/1.1 ${refusal} \r\nConnection: close\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (line) => {
      const account = String(request.headers['x-self-id']);
      lines.set(line, account);
      line.on('error', () => undefined);
      line.on('close', () => lines.delete(line));
      line.on('message', (data) => {
        const heard = readMessage(JSON.parse(data.toString()));
        if (heard) onMessage(account, heard);
        else if (data.toString().includes('"lifecycle"')) host.log('aiocqhttp(OneBot v11) 适配器已连接。');
      });
    });
  });
  await host.listen(http, port);
  life.onEnd(async () => {
    for (const line of lines.keys()) line.terminate();
    await closeServer(http);
  });
  return {
    accounts: () => [...new Set(lines.values())],
    send(account, room, peer, text) {
      const target = room === 'group' ? { group_id: peer } : { user_id: peer };
      const frame = {
        action: `send_${room}_msg`,
        params: { ...target, message: [{ type: 'text', data: { text } }] },
      };
      const line = [...lines].find(([, owner]) => owner === account)?.[0];
      line?.send(JSON.stringify({ ...frame, echo: { seq: 1 } }));
    },
  };
}

function refuse({ url, headers }: IncomingMessage, token: string): number | undefined {
  if (url === '/') return 405;
  if (!/^\/ws(\/|\/event|\/api)?$/.test(url ?? '')) return 404;
  const given = /^(?:[Tt]oken|[Bb]earer) (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) return 401;
  return given === token ? undefined : 403;
}
