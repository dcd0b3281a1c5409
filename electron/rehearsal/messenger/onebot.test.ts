import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { closeServer } from '../lifetime';
import { advanceUntil, createTestMessenger, openSocket, type TestMessenger } from './test-messenger';

const TEMPLATE = '/app/napcat/config/onebot11.json';
const ACCOUNT_FILE = '/app/napcat/config/onebot11_10001.json';

const server = (fields: object = {}) => ({
  name: 'bridge',
  enable: true,
  host: '0.0.0.0',
  port: 3_001,
  token: 'secret',
  ...fields,
});
const config = (...servers: object[]) => JSON.stringify({ network: { websocketServers: servers } });

let messenger: TestMessenger;
const sockets = new Set<ReturnType<typeof openSocket>>();
afterEach(async () => {
  for (const socket of sockets) socket.close();
  sockets.clear();
  await messenger.stop();
});

function socket(
  path = '/',
  headers: Record<string, string> = { authorization: 'Bearer secret' },
  port = 3_001,
) {
  const opened = openSocket(`ws://127.0.0.1:${messenger.machine.port(port)}${path}`, headers);
  sockets.add(opened);
  return opened;
}

const isLifecycle = (frame: object) => 'sub_type' in frame && frame.sub_type === 'connect';

async function signedIn(template: string, profile: 'A' | 'B' | 'C' = 'B'): Promise<void> {
  messenger = createTestMessenger({ profile });
  messenger.machine.files.set(TEMPLATE, template);
  messenger.start();
  await messenger.signIn();
}

describe('a server', () => {
  beforeEach(() => signedIn(config(server())));

  it.each([
    ['a header', '/', { authorization: 'Bearer secret' }],
    ['a bare header', '/', { authorization: 'secret' }],
    ['the query', '/?access_token=secret', {}],
    ['the query over a wrong header', '/?access_token=secret', { authorization: 'Bearer wrong' }],
  ])('takes the token from %s', async (_name, path, headers) => {
    const client = socket(path, headers);
    expect(await client.frame(isLifecycle)).toMatchObject({ self_id: 10_001, meta_event_type: 'lifecycle' });
  });

  it('lets a wrong token in, says 1403 and hangs up', async () => {
    const client = socket('/', { authorization: 'Bearer wrong' });
    expect(await client.closed).toBe(1_005);
    expect(client.frames).toEqual([
      {
        status: 'failed',
        retcode: 1_403,
        data: null,
        message: 'token验证失败',
        wording: 'token验证失败',
        echo: null,
        stream: 'normal-action',
      },
    ]);
  });

  it('answers calls, and says what it does not know', async () => {
    const client = socket();
    expect((await client.call('get_login_info')).data).toEqual({ user_id: 10_001, nickname: '小码' });
    expect((await client.call('get_status')).data).toEqual({ online: true, good: true, stat: {} });
    expect((await client.call('get_version_info')).data).toEqual({
      app_name: 'NapCat.Onebot',
      protocol_version: 'v11',
      app_version: '4.18.19',
    });
    expect((await client.call('get_group_list')).data).toMatchObject([{ group_name: '码头茶馆' }]);
    expect(await client.call('no_such_thing')).toMatchObject({
      retcode: 1_404,
      message: '不支持的API no_such_thing',
    });
    expect(await client.call('send_group_msg', { message: 'x' })).toMatchObject({ retcode: 1_400 });
    client.send('{"action":');
    expect(await client.frame(({ echo, retcode }) => echo === '' && retcode === 1_400)).toBeDefined();
  });

  it('beats for clients of events, and keeps quiet on /api', async () => {
    const [events, api] = [socket('/anything'), socket('/api')];
    await events.frame(isLifecycle);
    await api.call('get_status');
    await messenger.clock.advance(30_000);
    expect(await events.frame((frame) => frame.meta_event_type === 'heartbeat')).toMatchObject({
      interval: 30_000,
      status: { online: true, good: true },
    });
    messenger.controls.silentOffline();
    await messenger.clock.advance(30_000);
    await events.frame(
      (frame) => JSON.stringify(frame.status) === JSON.stringify({ online: false, good: true }),
    );
    await api.call('get_status');
    expect(api.frames.every((frame) => 'retcode' in frame)).toBe(true);
  });

  it('may lie about a silent loss', async () => {
    messenger.controls.setFaults({ heartbeatsLie: true });
    messenger.controls.silentOffline();
    expect((await socket().call('get_status')).data).toMatchObject({ online: true });
    expect((await messenger.status()).isOffline).toBe(true);
  });

  it('carries what people say in, and what the bot says out', async () => {
    const client = socket();
    await client.frame(isLifecycle);
    messenger.controls.say({ room: 'group', text: '@小码 明天下雨' });
    messenger.controls.say({ room: 'private', text: '在吗' });
    expect(await client.frame((frame) => frame.message_type === 'group')).toMatchObject({
      post_type: 'message',
      group_id: 70_001,
      user_id: 20_001,
      message: [
        { type: 'at', data: { qq: '10001' } },
        { type: 'text', data: { text: '明天下雨' } },
      ],
      message_format: 'array',
    });
    await client.frame((frame) => frame.message_type === 'private');
    await client.call('send_group_msg', { group_id: 70_001, message: '[CQ:at,qq=20001] 带伞&#91;大&#93;' });
    await client.call('send_private_msg', {
      user_id: 20_001,
      message: [{ type: 'text', data: { text: '在' } }],
    });
    expect(messenger.controls.sent.map(({ room, peer, text }) => [room, peer, text])).toEqual([
      ['group', 70_001, '@20001  带伞[大]'],
      ['private', 20_001, '在'],
    ]);
    expect(client.frames.some((frame) => frame.post_type === 'message_sent')).toBe(false);
  });

  it('says that the account was signed out', async () => {
    const client = socket();
    await client.frame(isLifecycle);
    messenger.controls.kick('太久没说话');
    expect(await client.frame((frame) => frame.post_type === 'notice')).toMatchObject({
      notice_type: 'bot_offline',
      user_id: 10_001,
      tag: '下线通知',
      message: '太久没说话',
    });
    expect(await client.call('send_private_msg', { user_id: 20_001, message: 'x' })).toMatchObject({
      retcode: 1_200,
    });
  });

  it('can be cut and kept shut from outside', async () => {
    const client = socket();
    await client.frame(isLifecycle);
    messenger.controls.blockBridge(true, 3_001);
    messenger.controls.cutBridge(3_001);
    await client.closed;
    await socket().closed;
    messenger.controls.blockBridge(false, 3_001);
    await socket().frame(isLifecycle);
  });
});

describe('the oldest generation', () => {
  it('knows no stream field', async () => {
    await signedIn(config(server()), 'A');
    expect(await socket().call('get_status')).not.toHaveProperty('stream');
  });
});

describe('a change by the web API', () => {
  const set = (...servers: object[]) =>
    messenger.api('/OB11Config/SetConfig', { config: config(...servers) });

  it('is refused before sign-in, swallowed during it, and done after it', async () => {
    messenger = createTestMessenger();
    messenger.machine.files.set(TEMPLATE, config(server()));
    messenger.start();
    await messenger.boot();
    await messenger.enter();
    await messenger.until('waiting');
    expect((await set(server({ port: 4_000 }))).message).toBe('Not Login');
    expect((await messenger.api('/OB11Config/GetConfig')).message).toBe('Not Login');

    messenger.controls.confirm();
    expect((await set(server({ port: 4_000 }))).code).toBe(0);
    expect((await messenger.api('/OB11Config/GetConfig')).data).toMatchObject({
      network: { websocketServers: [{ port: 3_001 }] },
    });
    await messenger.until('online');
    expect(messenger.machine.port(4_000)).toBeUndefined();
    expect(messenger.machine.port(3_001)).toBeDefined();

    expect((await set(server({ port: 4_000 }))).code).toBe(0);
    expect(messenger.machine.port(3_001)).toBeUndefined();
    expect(messenger.machine.port(4_000)).toBeDefined();
    expect(messenger.machine.files.get(ACCOUNT_FILE)).toContain('4000');
  });

  it('takes a text, not an object, and no nothing', async () => {
    await signedIn(config(server()));
    expect((await messenger.api('/OB11Config/SetConfig', { config: { network: {} } })).message).toMatch(
      /^Error: /,
    );
    expect((await messenger.api('/OB11Config/SetConfig', {})).message).toBe('config is empty');
  });

  it('of the token alone lets present connections be', async () => {
    await signedIn(config(server()));
    const before = socket();
    await before.frame(isLifecycle);
    await set(server({ token: 'another' }));
    expect(await before.call('get_status')).toMatchObject({ retcode: 0 });
    expect(await socket().closed).toBe(1_005);
    await socket('/', { authorization: 'Bearer another' }).frame(isLifecycle);
  });

  it('succeeds also when a port cannot be had, which only the log tells', async () => {
    await signedIn(config(server()));
    expect((await set(server(), server({ name: 'second' }))).code).toBe(0);
    expect(messenger.machine.log.join('\n')).toMatch(/Server Error: .*EADDRINUSE/);
    await socket().frame(isLifecycle);
  });
});

describe('the first configuration of an account', () => {
  it('comes from the template, comments and all, and then stands on its own', async () => {
    await signedIn(`{ /* ours */ network: { websocketServers: [${JSON.stringify(server())}, ] }, }`);
    expect(JSON.parse(messenger.machine.files.get(ACCOUNT_FILE) ?? '')).toMatchObject({
      network: { websocketServers: [{ name: 'bridge', heartInterval: 30_000 }] },
    });
    await messenger.stop();
    messenger.machine.files.set(TEMPLATE, config(server({ port: 4_000 })));
    messenger.start({ env: { NAPCAT_QUICK_ACCOUNT: '10001' } });
    await messenger.until('online');
    expect(messenger.machine.port(4_000)).toBeUndefined();
    expect(messenger.machine.port(3_001)).toBeDefined();
  });

  it('is bare defaults for good when the template is not valid', async () => {
    await signedIn('{"network":{"websocketServers":[{"port":"three thousand"}]}}');
    expect(messenger.machine.port(3_001)).toBeUndefined();
    expect(messenger.machine.log.join('\n')).toContain('[Core] [Config]');
    expect(JSON.parse(messenger.machine.files.get(ACCOUNT_FILE) ?? '')).toMatchObject({
      network: { websocketServers: [] },
    });
  });

  it('that is not valid starts nothing and stays as it is', async () => {
    messenger = createTestMessenger();
    messenger.machine.files.set(TEMPLATE, config(server()));
    messenger.machine.files.set(ACCOUNT_FILE, '{"network":');
    messenger.start();
    await messenger.signIn();
    expect(messenger.machine.port(3_001)).toBeUndefined();
    expect(messenger.machine.files.get(ACCOUNT_FILE)).toBe('{"network":');
  });

  it('on 127.0.0.1 is out of reach from elsewhere', async () => {
    await signedIn(config({ name: 'inside', enable: true, port: 3_001 }));
    expect(messenger.machine.port(3_001)).toBeUndefined();
  });

  it('by MODE has no token', async () => {
    messenger = createTestMessenger();
    messenger.machine.files.set(TEMPLATE, config(server()));
    messenger.start({ env: { MODE: 'ws' } });
    await messenger.signIn();
    await socket('/', {}).frame(isLifecycle);
  });
});

it('reports the bot’s own messages to those who ask for them', async () => {
  await signedIn(config(server(), server({ name: 'monitor', port: 3_002, reportSelfMessage: true })));
  const [bridge, monitor] = [socket(), socket('/', { authorization: 'Bearer secret' }, 3_002)];
  await monitor.frame(isLifecycle);
  await bridge.call('send_private_msg', { user_id: 20_001, message: '在' });
  expect(await monitor.frame((frame) => frame.post_type === 'message_sent')).toMatchObject({
    user_id: 10_001,
    target_id: 20_001,
  });
});

it('dials the brain itself where it is told to, and again after a loss', async () => {
  const http = createServer();
  const brain = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const greetings: string[] = [];
  brain.on('connection', (client, request) => {
    greetings.push(String(request.headers.authorization), String(request.headers['x-self-id']));
    client.once('message', () => client.terminate());
  });
  messenger = createTestMessenger();
  messenger.machine.files.set(
    TEMPLATE,
    JSON.stringify({
      network: {
        websocketClients: [{ name: 'out', enable: true, url: 'ws://astrbot:6199/ws', token: 'secret' }],
      },
    }),
  );
  messenger.start({ names: (host) => (host === 'astrbot' ? { host: '127.0.0.1', port } : undefined) });
  await messenger.signIn();
  await advanceUntil(messenger.clock, () => greetings.length >= 4, 1_000);
  expect(greetings.slice(0, 2)).toEqual(['Bearer secret', '10001']);
  await messenger.stop();
  await closeServer(http);
});
