import { WebSocket } from 'ws';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import { createTestMachine, type RunOptions, type TestMachine, type TestRun } from '../create-test-host';
import { createMessengerProgram } from './create-messenger-program';
import type { MessengerControls } from './messenger-controls';
import { type MessengerOptions, REAL_TIMINGS } from './messenger-options';
import { hashToken } from './webui/credentials';

export const WEB_TOKEN = 'PierToken123';

/** An answer in the web API's envelope. */
export interface Envelope {
  code: number;
  message: string;
  data: unknown;
}

/** `CheckLoginStatus.data`, as far as the generation knows it. */
export interface LoginStatus {
  isLogin: boolean;
  qrcodeurl: string;
  isOffline?: boolean;
  loginError?: string;
  loginPhase?: string;
  qrLoginAccepted?: boolean;
  coreReady?: boolean;
}

/** What comes over a OneBot socket. */
export interface Frame {
  echo?: unknown;
  data?: unknown;
  retcode?: number;
  message?: unknown;
  status?: unknown;
  post_type?: string;
  meta_event_type?: string;
  message_type?: string;
  [field: string]: unknown;
}

/** A messenger on a manual clock, and a client of its web API. */
export interface TestMessenger {
  readonly clock: ManualClock;
  readonly machine: TestMachine;
  readonly controls: MessengerControls;
  start(options?: RunOptions): TestRun;
  /** A call with the present credential. */
  api(path: string, body?: unknown, init?: RequestInit): Promise<Envelope>;
  /** The plain response to a call with the present credential. */
  raw(path: string, init?: RequestInit): Promise<Response>;
  /** Signs in to the web API and keeps the credential. */
  enter(token?: string): Promise<Envelope>;
  /** Moves time on until the web API listens. */
  boot(): Promise<void>;
  /** Moves time on until `phase`. */
  until(phase: string): Promise<void>;
  status(): Promise<LoginStatus>;
  /** Boots, enters, scans, confirms, and waits until it is online. */
  signIn(): Promise<void>;
  stop(): Promise<void>;
}

export function createTestMessenger(options: MessengerOptions = {}): TestMessenger {
  const clock = createManualClock();
  const machine = createTestMachine(clock);
  const { program, controls } = createMessengerProgram(options);
  const runs: TestRun[] = [];
  let credential = '';

  const raw = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${machine.port(6_099)}/api${path}`, {
      method: 'POST',
      redirect: 'manual',
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}`, ...init.headers },
    });
  const api = async (path: string, body: unknown = {}, init: RequestInit = {}): Promise<Envelope> => {
    const response = await raw(path, { body: JSON.stringify(body), ...init });
    return (await response.json()) as Envelope;
  };
  const messenger: TestMessenger = {
    clock,
    machine,
    controls,
    start(run = {}) {
      const started = machine.run(program, {
        ...run,
        env: { WEBUI_TOKEN: WEB_TOKEN, NAPCAT_WEBUI_SECRET_KEY: WEB_TOKEN, ...run.env },
      });
      runs.push(started);
      return started;
    },
    raw,
    api,
    async enter(token = WEB_TOKEN) {
      const answer = await api('/auth/login', { hash: hashToken(token) });
      credential = String((answer.data as { Credential?: string } | undefined)?.Credential ?? '');
      return answer;
    },
    async boot() {
      await advanceUntil(clock, () => controls.state.get().running);
    },
    async until(phase) {
      await advanceUntil(clock, () => controls.state.get().phase === phase);
    },
    status: async () => (await api('/QQLogin/CheckLoginStatus')).data as LoginStatus,
    async signIn() {
      await messenger.boot();
      await messenger.enter();
      await messenger.until('waiting');
      controls.scan();
      controls.confirm();
      await messenger.until('online');
      await clock.advance(REAL_TIMINGS.nickMs);
    },
    async stop() {
      await Promise.all(runs.map((run) => run.stop()));
    },
  };
  return messenger;
}

/** Moves time on in small steps until `condition`; sockets get room to breathe in between. */
export async function advanceUntil(
  clock: ManualClock,
  condition: () => boolean,
  stepMs = 100,
): Promise<void> {
  for (let step = 0; step < 2_000; step += 1) {
    if (condition()) return;
    await clock.advance(stepMs);
  }
  throw new Error('it never came to that');
}

/** A OneBot client that keeps what it hears. */
export interface TestSocket {
  readonly frames: Frame[];
  readonly closed: Promise<number>;
  /** The first frame, past or to come, for which `matches` holds. */
  frame(matches: (frame: Frame) => boolean): Promise<Frame>;
  call(action: string, params?: unknown): Promise<Frame>;
  send(text: string): void;
  close(): void;
}

export function openSocket(url: string, headers: Record<string, string> = {}): TestSocket {
  const socket = new WebSocket(url, { headers });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const closed = Promise.withResolvers<number>();
  const opened = new Promise<void>((resolve) => socket.on('open', () => resolve()));
  socket.on('error', () => undefined);
  socket.on('close', (code) => closed.resolve(code));
  socket.on('message', (data) => {
    frames.push(JSON.parse(data.toString()) as Frame);
    for (const check of [...waiting]) check();
  });
  let echoes = 0;
  const frame: TestSocket['frame'] = (matches) =>
    new Promise((resolve) => {
      const check = () => {
        const found = frames.find(matches);
        if (!found) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return {
    frames,
    closed: closed.promise,
    frame,
    async call(action, params) {
      await opened;
      const echo = `echo-${echoes++}`;
      socket.send(JSON.stringify({ action, params, echo }));
      return frame((one) => one.echo === echo);
    },
    send: (text) => void opened.then(() => socket.send(text)),
    close: () => socket.close(),
  };
}
