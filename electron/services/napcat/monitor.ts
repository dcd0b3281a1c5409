import WebSocket from 'ws';
import { z } from 'zod';
import type { Clock } from '../../lib/clock';
import { createValue, type Readable } from '../../lib/value';
import type { MonitorState } from '../roles';

/** Our own OneBot socket to NapCat. Connects again by itself until closed. */
export interface Monitor {
  readonly state: Readable<MonitorState>;
  /** Connects at once instead of at the next turn: something says that it is worth it now. */
  poke(): void;
  close(): void;
}

export interface MonitorOptions {
  port: number;
  token: string;
  clock: Clock;
  /** QQ signed the account out; `message` is QQ's own text. */
  onKicked: (message: string) => void;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
/** NapCat accepts a socket first and looks at its token then: so long it may take to greet. */
const GREETING_MS = 10_000;
/** Until a heartbeat has said how often it comes: NapCat's own default. */
const DEFAULT_INTERVAL_MS = 30_000;
/** Message ids remembered so that one reported twice counts once. */
const RECENT_IDS = 512;

const Id = z.union([z.number(), z.string()]).transform(String);
const Frame = z.discriminatedUnion('post_type', [
  z.object({
    post_type: z.literal('meta_event'),
    meta_event_type: z.string(),
    sub_type: z.string().optional().catch(undefined),
    self_id: Id,
    interval: z.number().positive().optional().catch(undefined),
    status: z.object({ online: z.boolean().nullish() }).optional().catch(undefined),
  }),
  z.object({
    post_type: z.literal('notice'),
    notice_type: z.string(),
    tag: z.string().catch(''),
    message: z.string().catch(''),
  }),
  z.object({
    post_type: z.enum(['message', 'message_sent']),
    message_id: Id,
    user_id: Id,
    self_id: Id,
  }),
]);
/** What NapCat says to a wrong token, after having accepted the connection. */
const Refusal = z.object({ retcode: z.literal(1403) });

const DISCONNECTED = {
  kind: 'connecting',
  selfId: undefined,
  online: false,
  lastHeartbeatAt: undefined,
} as const;

export function openMonitor({ port, token, clock, onKicked }: MonitorOptions): Monitor {
  const state = createValue<MonitorState>({
    ...DISCONNECTED,
    received: 0,
    sent: 0,
    lastReceivedAt: undefined,
    lastSentAt: undefined,
  });
  const recent = new Set<string>();
  let socket: WebSocket | undefined;
  let isClosed = false;
  let isSignedOut = false;
  let retryMs = FIRST_RETRY_MS;
  let cancelRetry = () => {};
  let cancelWatch = () => {};

  const update = (change: Partial<MonitorState>) => state.set({ ...state.get(), ...change });

  const connect = () => {
    cancelRetry();
    // The token goes into a header: URLs end up in logs.
    const current = new WebSocket(`ws://127.0.0.1:${port}/`, {
      headers: { authorization: `Bearer ${token}` },
      maxPayload: 50 * 1024 * 1024,
      handshakeTimeout: 10_000,
    });
    socket = current;
    let isRefused = false;
    current.on('open', () => watch(GREETING_MS, () => current.terminate()));
    current.on('message', (data) => {
      if (current !== socket) return;
      const frame = parseJson(String(data));
      if (Refusal.safeParse(frame).success && state.get().kind !== 'connected') {
        isRefused = true;
        update({ ...DISCONNECTED, kind: 'refused' });
      } else hear(frame, current);
    });
    // The reason comes as `close` as well; without a listener it would end the process.
    current.on('error', () => {});
    current.on('close', () => {
      if (current !== socket) return;
      socket = undefined;
      cancelWatch();
      if (!isRefused) update(DISCONNECTED);
      if (isClosed) return;
      cancelRetry = clock.after(retryMs, connect);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    });
  };

  const watch = (ms: number, run: () => void) => {
    cancelWatch();
    cancelWatch = clock.after(ms, run);
  };

  /** Two missed heartbeats: a socket that looks alive is not. */
  const expectHeartbeat = (intervalMs: number, current: WebSocket) =>
    watch(2 * intervalMs, () => {
      update({ online: false });
      current.terminate();
    });

  const hear = (value: unknown, current: WebSocket) => {
    const parsed = Frame.safeParse(value);
    if (!parsed.success) return;
    const frame = parsed.data;
    switch (frame.post_type) {
      case 'meta_event': {
        const at = clock.now();
        if (frame.meta_event_type === 'lifecycle') {
          retryMs = FIRST_RETRY_MS;
          isSignedOut = false;
          update({ kind: 'connected', selfId: frame.self_id, online: true });
          expectHeartbeat(DEFAULT_INTERVAL_MS, current);
        } else if (frame.meta_event_type === 'heartbeat' && state.get().kind === 'connected') {
          update({ lastHeartbeatAt: at, online: !isSignedOut && frame.status?.online === true });
          expectHeartbeat(frame.interval ?? DEFAULT_INTERVAL_MS, current);
        }
        return;
      }
      case 'notice':
        if (frame.notice_type !== 'bot_offline') return;
        isSignedOut = true;
        update({ online: false });
        // As the web API words it, so that the two are one and the same reason.
        onKicked(frame.tag ? `[${frame.tag}] ${frame.message}` : frame.message);
        return;
      default:
        count(frame.message_id, frame.post_type === 'message_sent' || frame.user_id === frame.self_id);
    }
  };

  const count = (id: string, isOwn: boolean) => {
    if (recent.has(id)) return;
    recent.add(id);
    if (recent.size > RECENT_IDS) recent.delete(recent.values().next().value ?? '');
    const at = clock.now();
    const { received, sent } = state.get();
    update(isOwn ? { sent: sent + 1, lastSentAt: at } : { received: received + 1, lastReceivedAt: at });
  };

  connect();
  return {
    state,
    poke() {
      retryMs = FIRST_RETRY_MS;
      if (!socket && !isClosed) connect();
    },
    close() {
      isClosed = true;
      cancelRetry();
      cancelWatch();
      socket?.terminate();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
