import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import { createValue, type Readable } from '../../lib/value';
import type { MonitorState } from '../roles';
import { type Monitor, openMonitor } from './monitor';
import { until } from './test-rig';

const TOKEN = 'M'.repeat(32);

/** The messenger's end: connections as they come. */
interface Peer {
  port: number;
  next(): Promise<{ socket: WebSocket; request: IncomingMessage }>;
  close(): Promise<void>;
}

async function openPeer(port = 0): Promise<Peer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const come: { socket: WebSocket; request: IncomingMessage }[] = [];
  let wake = () => {};
  server.on('connection', (socket, request) => {
    come.push({ socket, request });
    wake();
  });
  return {
    port: (server.address() as AddressInfo).port,
    async next() {
      for (;;) {
        const first = come.shift();
        if (first) return first;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}

const lifecycle = {
  post_type: 'meta_event',
  meta_event_type: 'lifecycle',
  sub_type: 'connect',
  self_id: 10001,
};
const heartbeat = (online: boolean | null) => ({
  post_type: 'meta_event',
  meta_event_type: 'heartbeat',
  self_id: 10001,
  status: { online, good: true },
  interval: 5_000,
});
const message = (id: number, user = 20001, type = 'message') => ({
  post_type: type,
  message_id: id,
  user_id: user,
  self_id: 10001,
  message: [{ type: 'text', data: { text: 'hello' } }],
});
const send = (socket: WebSocket, ...frames: unknown[]) => {
  for (const frame of frames) socket.send(JSON.stringify(frame));
};

interface Rig {
  peer: Peer;
  clock: ManualClock;
  monitor: Monitor;
  kicks: string[];
  /** Every delay the monitor asked its clock for. */
  delays: Readable<readonly number[]>;
  /** Waits for the monitor to want its first retry, lets the time for it pass, and answers the new connection. */
  reconnected(): Promise<WebSocket>;
}

async function begin({ nobodyThere = false } = {}): Promise<Rig> {
  const peer = await openPeer();
  if (nobodyThere) await peer.close();
  const manual = createManualClock();
  const delays = createValue<readonly number[]>([]);
  const clock: ManualClock = {
    ...manual,
    after(ms, run) {
      const cancel = manual.after(ms, run);
      delays.set([...delays.get(), ms]);
      return cancel;
    },
  };
  const kicks: string[] = [];
  const monitor = openMonitor({ port: peer.port, token: TOKEN, clock, onKicked: (text) => kicks.push(text) });
  onTestFinished(async () => {
    monitor.close();
    await peer.close();
  });
  return {
    peer,
    clock,
    monitor,
    kicks,
    delays,
    async reconnected() {
      await until(delays, (all) => all.includes(500));
      await clock.advance(500);
      return (await peer.next()).socket;
    },
  };
}

const isConnected = ({ kind }: MonitorState) => kind === 'connected';

test('the token goes in a header, never in the URL', async () => {
  const { peer } = await begin();
  const { request } = await peer.next();
  expect(request.headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(request.url).toBe('/');
});

test('is connected once it was greeted, not once the socket is open', async () => {
  const { peer, monitor } = await begin();
  const { socket } = await peer.next();
  expect(monitor.state.get()).toMatchObject({ kind: 'connecting', online: false });
  send(socket, lifecycle);
  expect(await until(monitor.state, isConnected)).toMatchObject({ selfId: '10001', online: true });
});

test('a wrong token is told apart, and tried again later', async () => {
  const { peer, monitor, reconnected } = await begin();
  const { socket } = await peer.next();
  send(socket, { status: 'failed', retcode: 1403, data: null, message: 'token验证失败', echo: null });
  socket.close();
  await until(monitor.state, ({ kind }) => kind === 'refused');
  const again = await reconnected();
  expect(monitor.state.get().kind).toBe('refused');
  send(again, lifecycle);
  await until(monitor.state, isConnected);
});

test('heartbeats tell whether it is online', async () => {
  const { peer, monitor, clock } = await begin();
  const { socket } = await peer.next();
  send(socket, lifecycle, heartbeat(true));
  expect(await until(monitor.state, (state) => state.lastHeartbeatAt === clock.now())).toMatchObject({
    online: true,
  });
  send(socket, heartbeat(false));
  await until(monitor.state, ({ online }) => !online);
  send(socket, heartbeat(true));
  await until(monitor.state, ({ online }) => online);
  send(socket, heartbeat(null));
  await until(monitor.state, ({ online }) => !online);
});

test('two missed heartbeats end the connection, and a new one is made', async () => {
  const { peer, monitor, clock, reconnected } = await begin();
  const { socket } = await peer.next();
  send(socket, lifecycle, heartbeat(true));
  await until(monitor.state, ({ lastHeartbeatAt }) => lastHeartbeatAt !== undefined);
  await clock.advance(9_900);
  expect(monitor.state.get().online).toBe(true);
  await clock.advance(100);
  expect(monitor.state.get().online).toBe(false);
  await until(monitor.state, ({ kind }) => kind === 'connecting');
  send(await reconnected(), lifecycle);
  await until(monitor.state, isConnected);
});

test('being signed out lasts, whatever heartbeats say, until the next greeting', async () => {
  const { peer, monitor, kicks, reconnected } = await begin();
  const { socket } = await peer.next();
  send(socket, lifecycle, {
    post_type: 'notice',
    notice_type: 'bot_offline',
    user_id: 10001,
    self_id: 10001,
    tag: '下线通知',
    message: '被迫下线',
  });
  await until(monitor.state, ({ online, kind }) => kind === 'connected' && !online);
  expect(kicks).toEqual(['[下线通知] 被迫下线']);
  send(socket, heartbeat(true));
  const after = await until(monitor.state, ({ lastHeartbeatAt }) => lastHeartbeatAt !== undefined);
  expect(after.online).toBe(false);
  socket.terminate();
  send(await reconnected(), lifecycle);
  await until(monitor.state, ({ online }) => online);
});

test('counts what comes and what is sent, each message once', async () => {
  const { peer, monitor, clock } = await begin();
  const { socket } = await peer.next();
  send(socket, lifecycle, message(1), message(2), message(2));
  send(socket, message(3, 10001, 'message_sent'), message(3, 10001, 'message_sent'));
  send(socket, message(4, 10001), message(5));
  expect(await until(monitor.state, ({ received }) => received === 3)).toMatchObject({
    sent: 2,
    lastSentAt: clock.now(),
    lastReceivedAt: clock.now(),
  });
});

test('keeps its counts over a lost connection', async () => {
  const { peer, monitor, reconnected } = await begin();
  const { socket } = await peer.next();
  send(socket, lifecycle, message(1));
  await until(monitor.state, ({ received }) => received === 1);
  socket.terminate();
  send(await reconnected(), lifecycle, message(1), message(2));
  expect(await until(monitor.state, ({ received }) => received > 1)).toMatchObject({ received: 2 });
});

test('what is no OneBot at all is passed over', async () => {
  const { peer, monitor } = await begin();
  const { socket } = await peer.next();
  socket.send('not json');
  send(socket, null, [], { post_type: 'message' }, { post_type: 'later_kind' }, lifecycle);
  expect(await until(monitor.state, isConnected)).toMatchObject({ received: 0 });
});

test('tries again ever more slowly, from half a second to ten', async () => {
  const { clock, delays } = await begin({ nobodyThere: true });
  for (const [turn, expected] of [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000].entries()) {
    const all = await until(delays, (list) => list.length > turn);
    expect(all[turn]).toBe(expected);
    await clock.advance(expected);
  }
});

test('a poke makes it try at once', async () => {
  const { peer, clock, monitor } = await begin();
  const before = clock.now();
  const { socket } = await peer.next();
  send(socket, lifecycle);
  await until(monitor.state, isConnected);
  socket.terminate();
  await until(monitor.state, ({ kind }) => kind === 'connecting');
  monitor.poke();
  await peer.next();
  expect(clock.now()).toBe(before);
});

test('a socket that is never greeted is given up', async () => {
  const { peer, clock, delays } = await begin();
  const { socket } = await peer.next();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await until(delays, (all) => all.includes(10_000));
  await clock.advance(10_000);
  await closed;
});
