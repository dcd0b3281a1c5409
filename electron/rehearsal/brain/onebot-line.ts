import { WebSocket } from 'ws';
import { z } from 'zod';
import type { ProgramHost } from '../../lib/program-host';
import { createValue, type Readable } from '../../lib/value';
import type { Lifetime } from '../lifetime';
import type { KoishiLog } from './koishi-log';
import { type IncomingMessage, readMessage } from './onebot-message';

/** The brain's end of the bridge, as Koishi counts it. */
export interface LineState {
  /** The messenger's account; the placeholder of the configuration until it greeted. */
  selfId: string;
  status: 'offline' | 'online' | 'connect' | 'disconnect' | 'reconnect';
  error?: string;
}

/** A OneBot connection that is made again after every loss. */
export interface OneBotLine {
  readonly state: Readable<LineState>;
  send(room: 'group' | 'private', peer: number, text: string): void;
  /** Hangs up and dials anew, at once. */
  reconnect(): void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

const LoginInfo = z.object({
  echo: z.literal('login'),
  data: z.object({ user_id: z.number(), nickname: z.string() }),
});

export function openOneBotLine(
  host: ProgramHost,
  life: Lifetime,
  log: KoishiLog,
  { endpoint, token }: { endpoint: string; token: string },
  onMessage: (message: IncomingMessage) => void,
): OneBotLine {
  const state = createValue<LineState>({ selfId: '1', status: 'connect' });
  const change = (status: LineState['status'], error?: string) =>
    state.set({ selfId: state.get().selfId, status, ...(error === undefined ? {} : { error }) });
  let socket: WebSocket | undefined;
  let delayMs = FIRST_RETRY_MS;
  let attempt = 0;
  let cancelRetry = () => {};

  function retryLater(error: string): void {
    if (life.signal.aborted) return;
    change('offline', error);
    cancelRetry = life.after(delayMs, () => void dial());
    delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
  }

  async function dial(): Promise<void> {
    change('connect');
    let mine: WebSocket;
    attempt += 1;
    const own = attempt;
    try {
      const address = await locate(host, endpoint);
      // Two lines would hear each message twice.
      if (own !== attempt) return;
      mine = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log('W', 'adapter', message);
      return retryLater(message);
    }
    if (life.signal.aborted) return mine.terminate();
    socket = mine;
    mine.on('error', (error) => log('W', 'adapter', error.message));
    mine.on('open', () => {
      log('I', 'adapter', `connect to server: ${endpoint}`);
      mine.send(JSON.stringify({ action: 'get_login_info', echo: 'login' }));
    });
    mine.on('message', (data) => hear(data.toString()));
    mine.on('close', (code) => {
      if (socket !== mine) return;
      socket = undefined;
      log('W', 'adapter', `failed to connect to ${endpoint}, code: ${code}, will retry in 5s...`);
      retryLater(`failed to connect to ${endpoint}, code: ${code}`);
    });
  }

  function hear(frame: string): void {
    const json: unknown = JSON.parse(frame);
    const login = LoginInfo.safeParse(json);
    if (login.success) {
      delayMs = FIRST_RETRY_MS;
      state.set({ selfId: String(login.data.data.user_id), status: 'online' });
      return;
    }
    const message = readMessage(json);
    if (message) onMessage(message);
  }

  function hangUp(): void {
    cancelRetry();
    const old = socket;
    socket = undefined;
    old?.terminate();
  }

  life.onEnd(hangUp);
  void dial();
  return {
    state,
    send(room, peer, text) {
      const target = room === 'group' ? { group_id: peer } : { user_id: peer };
      const message = [{ type: 'text', data: { text } }];
      socket?.send(
        JSON.stringify({ action: `send_${room}_msg`, params: { ...target, message }, echo: 'send' }),
      );
    },
    reconnect() {
      hangUp();
      delayMs = FIRST_RETRY_MS;
      void dial();
    },
  };
}

async function locate(host: ProgramHost, address: string): Promise<string> {
  const url = new URL(address);
  const target = await host.resolve(url.hostname, Number(url.port || (url.protocol === 'wss:' ? 443 : 80)));
  url.hostname = target.host;
  url.port = String(target.port);
  return url.href;
}
