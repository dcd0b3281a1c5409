import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { systemClock } from '../../lib/clock';
import { createValue } from '../../lib/value';
import type { MessengerProfile } from '../../rehearsal/messenger/messenger-options';
import type { DialSign } from '../roles';
import {
  createHurriedClock,
  createOnlineRig,
  createRig,
  is,
  openPanel,
  record,
  SECRETS,
  until,
} from './test-rig';

const PROFILES: readonly MessengerProfile[] = ['A', 'B', 'C'];
const ACCOUNT = { uin: '10001', nick: '小码' };

describe.each(PROFILES)('generation %s', (profile) => {
  test('from the first code to online', async () => {
    const rig = await createRig({ profile });
    const connection = rig.connect();
    const states = record(connection.login);
    await until(connection.api, ({ kind }) => kind === 'unreachable');
    rig.start();
    const waiting = await until(connection.login, is('waitingScan'));
    expect(waiting).toMatchObject({ url: rig.controls.state.get().qrUrl, expiredCount: 0 });
    rig.controls.scan();
    if (profile === 'C') await until(connection.login, is('scanned'));
    rig.controls.confirm();
    expect(
      await until(connection.login, (state) => state.kind === 'online' && state.nick !== ''),
    ).toMatchObject(ACCOUNT);
    expect(await until(connection.monitor, ({ kind }) => kind === 'connected')).toMatchObject({
      selfId: '10001',
      online: true,
    });
    expect(
      await until(connection.api, (api) => api.kind === 'ok' && api.version !== undefined),
    ).toMatchObject({
      version: { A: '4.7.77', B: '4.18.19', C: '4.18.28' }[profile],
    });
    const kinds = states.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
    expect(kinds.filter((kind) => kind !== 'confirming')).toEqual(
      profile === 'C'
        ? ['starting', 'waitingScan', 'scanned', 'online']
        : ['starting', 'waitingScan', 'online'],
    );
  });

  test('ten codes run out, and the one on screen is always the newest', async () => {
    const rig = await createRig({ profile });
    rig.start();
    const { login } = rig.connect();
    for (let turn = 0; turn <= 10; turn++) {
      const { qrUrl } = await until(rig.controls.state, ({ phone }) => phone === 'canScan');
      const shown = await until(login, (state) => state.kind === 'waitingScan' && state.url === qrUrl);
      expect(shown).toMatchObject({ expiredCount: turn });
      if (turn < 10) rig.controls.expireQr();
    }
  });

  test('QQ refuses: its words are shown, then a code works', async () => {
    const rig = await createRig({ profile });
    rig.start();
    const connection = rig.connect();
    await until(connection.login, is('waitingScan'));
    rig.controls.refuse('网络环境异常', 168);
    if (profile === 'A') {
      // This generation says nothing; it just brings another code.
      await until(connection.login, (state) => state.kind === 'waitingScan' && state.expiredCount === 1);
    } else {
      expect(await until(connection.login, is('refused'))).toMatchObject({
        message: '网络环境异常',
        code: 168,
      });
      await connection.refreshQr();
    }
    expect(await rig.signIn(connection)).toMatchObject({ uin: '10001' });
  });

  test('kicked, and no code that is left over; a new container brings it back', async () => {
    const rig = await createOnlineRig({ profile });
    const states = record(rig.connection.login);
    rig.controls.kick('被迫下线');
    expect((await until(rig.connection.login, is('kicked'))).message).toContain('被迫下线');
    rig.remember('10001');
    await rig.stop();
    rig.start();
    await until(rig.connection.login, is('online'));
    expect(states.map(({ kind }) => kind)).not.toContain('waitingScan');
  });

  test('counts messages in and out', async () => {
    const { controls, connection, machine } = await createOnlineRig({ profile });
    controls.say({ room: 'private', text: '你好' });
    controls.say({ room: 'group', text: '大家好' });
    await until(connection.monitor, ({ received }) => received === 2);
    const brain = new WebSocket(`ws://127.0.0.1:${machine.port(3001)}/?access_token=${SECRETS.bridge}`);
    await new Promise((resolve) => brain.addEventListener('open', resolve));
    const params = { user_id: 20_001, message: '在' };
    brain.send(JSON.stringify({ action: 'send_private_msg', params }));
    expect(await until(connection.monitor, ({ sent }) => sent > 0)).toMatchObject({ received: 2, sent: 1 });
    brain.close();
  });

  test('a bridge edited in the panel is seen, and written again', async () => {
    const { machine, connection } = await createOnlineRig({ profile });
    expect(await connection.inspectBridge()).toEqual({ kind: 'ok' });
    const path = '/app/napcat/config/onebot11_10001.json';
    const panel = await openPanel(machine.port(6099) ?? 0);
    const config = await panel('/OB11Config/GetConfig');
    const edited = JSON.parse(JSON.stringify(config).replace(SECRETS.bridge, 'edited'));
    edited.network.httpClients = [{ name: 'theirs', enable: false, url: 'http://localhost:8080' }];
    await panel('/OB11Config/SetConfig', { config: JSON.stringify(edited) });
    expect(await connection.inspectBridge()).toEqual({ kind: 'changed', what: 'token' });
    await connection.rewriteBridge();
    expect(await connection.inspectBridge()).toEqual({ kind: 'ok' });
    expect(machine.files.get(path)).toContain('"theirs"');
    expect(machine.files.get(path)).not.toContain('edited');
  });
});

test('a code that NapCat replaced is replaced on screen within a second', async () => {
  const rig = await createRig({ clock: systemClock });
  rig.start();
  const { login } = rig.connect();
  await until(login, is('waitingScan'));
  for (let turn = 0; turn < 3; turn++) {
    rig.controls.expireQr();
    const { qrUrl } = await until(rig.controls.state, ({ phone }) => phone === 'canScan');
    const replacedAt = performance.now();
    await until(login, (state) => state.kind === 'waitingScan' && state.url === qrUrl);
    expect(performance.now() - replacedAt).toBeLessThan(1_000);
  }
});

describe('the web API', () => {
  test('of the oldest kind takes the plain token', async () => {
    const rig = await createOnlineRig({ profile: 'A', loginBody: 'plain' });
    expect(rig.connection.api.get().kind).toBe('ok');
  });

  test('refuses a wrong token, and is not asked again at once', async () => {
    const rig = await createRig({ secrets: { webui: 'X'.repeat(32) } });
    rig.start();
    const connection = rig.connect();
    await until(connection.api, ({ kind }) => kind === 'refused');
    expect(rig.signIns).toHaveLength(1);
    expect(connection.login.get().kind).toBe('starting');
    await expect(connection.refreshQr()).rejects.toMatchObject({ kind: 'refused' });
    expect(rig.signIns).toHaveLength(1);
  });

  test('is signed in to once, over 20 connections one after the other', async () => {
    const rig = await createRig();
    rig.start();
    for (let turn = 0; turn < 20; turn++) {
      const connection = rig.connect();
      await until(connection.login, is('waitingScan'));
      connection.close();
    }
    expect(rig.signIns).toHaveLength(1);
  });

  test('of a new process wants a new credential; more than three a minute are not asked for', async () => {
    const clock = createHurriedClock(20);
    const rig = await createRig({ clock });
    const { login } = rig.connect();
    for (let turn = 0; turn < 5; turn++) {
      rig.start();
      await until(login, is('waitingScan'));
      await rig.stop();
      await until(login, is('starting'));
    }
    expect(rig.signIns.length).toBeGreaterThanOrEqual(5);
    for (const [index, at] of rig.signIns.entries())
      expect(rig.signIns.slice(0, index).filter((earlier) => earlier > at - 60_000).length).toBeLessThan(3);
  });
});

test('the bridge is unknown, and not written, before sign-in', async () => {
  const rig = await createRig();
  rig.start();
  const connection = rig.connect();
  await until(connection.login, is('waitingScan'));
  expect(await connection.inspectBridge()).toEqual({ kind: 'unknown', reason: 'not signed in' });
  await expect(connection.rewriteBridge()).rejects.toMatchObject({ kind: 'failed' });
});

test('a token of the monitor that NapCat does not take is told apart', async () => {
  const rig = await createRig({ secrets: { monitor: 'X'.repeat(32) } });
  rig.start();
  const connection = rig.connect();
  await until(connection.login, is('waitingScan'));
  rig.controls.confirm();
  await until(connection.monitor, ({ kind }) => kind === 'refused');
});

describe('a brain that listens', () => {
  test('is dialled with the token after sign-in, and again once an edited address is written back', async () => {
    const { url, greetings } = await createListeningBrain();
    const rig = await createOnlineRig({ brainUrl: url });
    await until(greetings, (heard) => heard.length === 1);
    expect(greetings.get()).toEqual([{ token: `Bearer ${SECRETS.bridge}`, selfId: '10001' }]);
    expect(await rig.connection.inspectBridge()).toEqual({ kind: 'ok' });
    const panel = await openPanel(rig.machine.port(6099) ?? 0);
    const edited = JSON.stringify(await panel('/OB11Config/GetConfig'))
      .replace(url, 'ws://127.0.0.1:9/ws')
      .replace(SECRETS.bridge, 'editedByHand123456');
    await panel('/OB11Config/SetConfig', { config: edited });
    expect(await rig.connection.inspectBridge()).toEqual({ kind: 'changed', what: 'token' });
    expect(await rig.connection.readBridgeSecrets()).toEqual({
      bridge: 'editedByHand123456',
      monitor: SECRETS.monitor,
    });
    await rig.connection.rewriteBridge();
    expect(await rig.connection.inspectBridge()).toEqual({ kind: 'ok' });
    await until(greetings, (heard) => heard.length === 2);
    expect(greetings.get()[1]?.token).toBe(`Bearer ${SECRETS.bridge}`);
  });

  test.each<[string, DialSign, (request: IncomingMessage, socket: Duplex) => void]>([
    ['token missing', 'tokenRefused', answer(401)],
    ['token wrong', 'tokenRefused', answer(403)],
    ['path missing', 'wrongPath', answer(405)],
    ['path wrong', 'wrongPath', answer(404)],
    ['no answer at all', 'timedOut', () => undefined],
    ['hung up at once', 'other', (_, socket) => socket.destroy()],
  ])('%s: what fails is told each time, until it gets through', async (_, sign, refuse) => {
    const { url, greetings, refuseBy } = await createListeningBrain();
    refuseBy(refuse);
    const { connection } = await createOnlineRig({ brainUrl: url });
    const failure = await until(connection.dialling, (seen) => seen?.sign === sign);
    const again = await until(connection.dialling, (seen) => (seen?.at ?? 0) > (failure?.at ?? 0));
    expect(again).toMatchObject({ sign, since: failure?.since });
    refuseBy(undefined);
    await until(greetings, (heard) => heard.length === 1);
  });

  test('nobody listens, or nobody has that name', async () => {
    const { url, close } = await createListeningBrain();
    await close();
    const nobody = await createOnlineRig({ brainUrl: url });
    await until(nobody.connection.dialling, (seen) => seen?.sign === 'refused');
    const nameless = await createOnlineRig({
      brainUrl: 'ws://astrbot:6199/ws',
      names(host) {
        throw new Error(`getaddrinfo ENOTFOUND ${host}`);
      },
    });
    await until(nameless.connection.dialling, (seen) => seen?.sign === 'unknownHost');
  });
});

/** Refuses a web socket as an HTTP server does. */
function answer(status: number) {
  return (_: IncomingMessage, socket: Duplex) =>
    void socket.end(`HTTP/1.1 ${status} \r\nConnection: close\r\n\r\n`);
}

/** A brain's OneBot address, and who came there. */
async function createListeningBrain() {
  const http = createServer();
  const server = new WebSocketServer({ noServer: true });
  const greetings = createValue<readonly { token: string; selfId: string }[]>([]);
  let refuse: ((request: IncomingMessage, socket: Duplex) => void) | undefined;
  http.on('upgrade', (request, socket, head) => {
    if (refuse) return refuse(request, socket);
    server.handleUpgrade(request, socket, head, () =>
      greetings.set([
        ...greetings.get(),
        { token: String(request.headers.authorization), selfId: String(request.headers['x-self-id']) },
      ]),
    );
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = async () => {
    for (const client of server.clients) client.terminate();
    http.closeAllConnections();
    http.close();
  };
  onTestFinished(close);
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`,
    greetings,
    refuseBy(how: typeof refuse) {
      refuse = how;
    },
    close,
  };
}

test('a bridge that is led to another brain: the old end is gone before the new one is there', async () => {
  const { url, greetings } = await createListeningBrain();
  const rig = await createOnlineRig();
  const { connection, machine } = rig;
  const old = new WebSocket(`ws://127.0.0.1:${machine.port(3001)}/?access_token=${SECRETS.bridge}`);
  await new Promise((resolve) => old.addEventListener('open', resolve));
  const closed = new Promise((resolve) => old.addEventListener('close', resolve));
  connection.bridgeTo(url);
  expect(await connection.inspectBridge()).toEqual({ kind: 'missing' });
  const written = rig.answered.get().length;
  await connection.rewriteBridge();
  await closed;
  await until(greetings, (heard) => heard.length === 1);
  expect(machine.port(3001)).toBeUndefined();
  expect(await connection.inspectBridge()).toEqual({ kind: 'ok' });
  const writes = () =>
    rig.answered
      .get()
      .slice(written)
      .filter((path) => path === '/OB11Config/SetConfig');
  expect(writes()).toHaveLength(2);
  // And back, the monitor staying what it was.
  connection.bridgeTo(undefined);
  await connection.rewriteBridge();
  expect(await connection.inspectBridge()).toEqual({ kind: 'ok' });
  expect(machine.port(3001)).toBeDefined();
  expect(connection.monitor.get().kind).toBe('connected');
  await connection.rewriteBridge();
  expect(writes()).toHaveLength(5);
});
