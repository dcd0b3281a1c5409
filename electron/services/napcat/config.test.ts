import { describe, expect, test } from 'vitest';
import { inspectEnds, mergeOneBot, mergeWebUi, tokensOf, withOurEnds } from './config';

const TOKENS = { bridge: 'B'.repeat(32), monitor: 'M'.repeat(32) };
const WEBUI = 'W'.repeat(32);

interface Adapter {
  name: string;
  enable?: boolean;
  port?: number;
  token?: string;
  [key: string]: unknown;
}
interface OneBot {
  network: {
    httpServers: Adapter[];
    httpClients: Adapter[];
    websocketServers: Adapter[];
    websocketClients: Adapter[];
    later?: Adapter[];
  };
  [key: string]: unknown;
}

const oneBot = (existing?: string): OneBot => JSON.parse(mergeOneBot(existing, TOKENS));
const servers = (existing?: string) => oneBot(existing).network.websocketServers;

describe('webui.json', () => {
  test('opens on every interface of IPv4, with our token', () => {
    expect(JSON.parse(mergeWebUi(undefined, WEBUI, undefined))).toEqual({
      host: '0.0.0.0',
      port: 6099,
      token: WEBUI,
      loginRate: 10,
      disableWebUI: false,
      accessControlMode: 'none',
      enable2FA: false,
    });
  });

  test('takes back what would lock us out, and keeps what is theirs', () => {
    const existing = JSON.stringify({
      host: '::',
      port: 7000,
      token: 'napcat',
      disableWebUI: true,
      accessControlMode: 'whitelist',
      ipWhitelist: ['10.0.0.1'],
      theme: { fontMode: 'system' },
      autoLoginAccount: '10001',
    });
    expect(JSON.parse(mergeWebUi(existing, WEBUI, undefined))).toMatchObject({
      host: '0.0.0.0',
      port: 6099,
      token: WEBUI,
      disableWebUI: false,
      accessControlMode: 'none',
      ipWhitelist: ['10.0.0.1'],
      theme: { fontMode: 'system' },
      autoLoginAccount: '10001',
    });
  });

  test('signs the known account in by itself', () => {
    const existing = JSON.stringify({ autoLoginAccount: '99999' });
    expect(JSON.parse(mergeWebUi(existing, WEBUI, '10001'))).toMatchObject({ autoLoginAccount: '10001' });
  });

  test.each(['', '{', '// comment\n{}', '[]', 'null', '"text"'])('starts anew from %j', (existing) => {
    expect(mergeWebUi(existing, WEBUI, undefined)).toBe(mergeWebUi(undefined, WEBUI, undefined));
  });

  test('is stable', () => {
    const once = mergeWebUi('{"theme":{}}', WEBUI, '10001');
    expect(mergeWebUi(once, WEBUI, '10001')).toBe(once);
  });
});

describe('onebot11.json', () => {
  test('has our two servers, each with a token of its own', () => {
    expect(servers()).toEqual([
      expect.objectContaining({
        name: 'botpier-bridge',
        enable: true,
        host: '0.0.0.0',
        port: 3001,
        token: TOKENS.bridge,
        reportSelfMessage: false,
        messagePostFormat: 'array',
      }),
      expect.objectContaining({
        name: 'botpier-monitor',
        enable: true,
        host: '0.0.0.0',
        port: 3002,
        token: TOKENS.monitor,
        reportSelfMessage: true,
        heartInterval: 5_000,
      }),
    ]);
  });

  test('keeps what is theirs, in every array and beside them', () => {
    const mine = { name: 'mine', enable: true, host: '127.0.0.1', port: 3005, token: '', extra: 1 };
    const hook = { name: 'hook', enable: true, url: 'http://localhost:8080' };
    const existing = JSON.stringify({
      network: { websocketServers: [mine], httpClients: [hook], later: [{ name: 'x' }] },
      musicSignUrl: 'https://sign.example',
      parseMultMsg: true,
    });
    const merged = oneBot(existing);
    expect(merged).toMatchObject({ musicSignUrl: 'https://sign.example', parseMultMsg: true });
    expect(merged.network.websocketServers).toContainEqual(mine);
    expect(merged.network.httpClients).toEqual([hook]);
    expect(merged.network.later).toEqual([{ name: 'x' }]);
    expect(merged.network.httpServers).toEqual([]);
  });

  test('never leaves ours with an old or empty token, nor twice, nor under another roof', () => {
    const wrong = { name: 'botpier-bridge', enable: false, port: 3001, token: '' };
    const existing = JSON.stringify({
      network: { websocketServers: [wrong, wrong], httpServers: [{ ...wrong, name: 'botpier-monitor' }] },
    });
    const merged = oneBot(existing);
    const ours = Object.values(merged.network)
      .flat()
      .filter(({ name }) => name.startsWith('botpier-'));
    expect(ours.map(({ name, token, enable }) => [name, token, enable])).toEqual([
      ['botpier-bridge', TOKENS.bridge, true],
      ['botpier-monitor', TOKENS.monitor, true],
    ]);
  });

  test('switches off what would take our port, keeping it otherwise', () => {
    const existing = JSON.stringify({
      network: {
        websocketServers: [{ name: 'WsServer', enable: true, port: 3001, token: 'x' }],
        websocketClients: [{ name: 'client', enable: true, port: 3001 }],
      },
    });
    const { network } = oneBot(existing);
    expect(network.websocketServers).toContainEqual({
      name: 'WsServer',
      enable: false,
      port: 3001,
      token: 'x',
    });
    expect(network.websocketClients).toEqual([{ name: 'client', enable: true, port: 3001 }]);
  });

  test('drops entries that are none, which would make NapCat refuse the file', () => {
    const existing = JSON.stringify({ network: { httpServers: [null, 'x', {}], websocketServers: 'no' } });
    expect(oneBot(existing).network.httpServers).toEqual([]);
    expect(servers(existing)).toHaveLength(2);
  });

  test.each(['', '{"network":', '[]', '{"network":null}', '{"network":[]}'])(
    'starts anew from %j',
    (existing) => {
      expect(servers(existing)).toEqual(servers());
    },
  );

  test('is stable', () => {
    const once = mergeOneBot('{"network":{"httpClients":[{"name":"h"}]}}', TOKENS);
    expect(mergeOneBot(once, TOKENS)).toBe(once);
  });
});

test.each(['', 'napcat', 'short', 'has space in it 123456', 'quo"te-in-the-token1'])(
  'refuses to write the token %j',
  (token) => {
    expect(() => mergeWebUi(undefined, token, undefined)).toThrow(RangeError);
    expect(() => mergeOneBot(undefined, { ...TOKENS, bridge: token })).toThrow(RangeError);
    expect(() => mergeOneBot(undefined, { ...TOKENS, monitor: token })).toThrow(RangeError);
  },
);

describe('comparing with a running NapCat', () => {
  const running = (change: (servers: Adapter[], config: OneBot) => void) => {
    const config = withOurEnds({}, TOKENS) as OneBot;
    const copy = structuredClone(config);
    change(copy.network.websocketServers, copy);
    return inspectEnds(copy, TOKENS);
  };
  const edit = (index: number, patch: object) => (list: Adapter[]) => {
    Object.assign(list[index] ?? {}, patch);
  };

  test.each<[string, Parameters<typeof running>[0], object]>([
    ['untouched', () => {}, { kind: 'ok' }],
    ['something else was added', (list) => list.push({ name: 'mine', port: 4000 }), { kind: 'ok' }],
    ['the heartbeat was changed', edit(0, { heartInterval: 60_000 }), { kind: 'ok' }],
    ['the bridge is gone', (list) => list.shift(), { kind: 'missing' }],
    ['the monitor is gone', (list) => list.pop(), { kind: 'missing' }],
    ['switched off', edit(0, { enable: false }), { kind: 'disabled' }],
    ['another token', edit(0, { token: 'abcdef' }), { kind: 'changed', what: 'token' }],
    ['no token', edit(1, { token: '' }), { kind: 'changed', what: 'token' }],
    ['another port', edit(0, { port: 4001 }), { kind: 'changed', what: 'port' }],
    ['shut in', edit(0, { host: '127.0.0.1' }), { kind: 'changed', what: 'host' }],
    ['text format', edit(0, { messagePostFormat: 'string' }), { kind: 'changed', what: 'messagePostFormat' }],
    [
      'a stranger on our port',
      (list) => list.push({ name: 'mine', port: 3001, enable: true }),
      { kind: 'changed', what: 'port' },
    ],
    [
      'the network is something else',
      (_list, config) => Object.assign(config, { network: 'gone' }),
      { kind: 'missing' },
    ],
  ])('%s', (_name, change, expected) => {
    expect(running(change)).toEqual(expected);
  });
});

describe('where the messenger dials the brain', () => {
  const DIALLING = { ...TOKENS, brainUrl: 'ws://brain:6199/ws' };
  const dialling = (existing?: string): OneBot => JSON.parse(mergeOneBot(existing, DIALLING));
  const names = ({ network }: OneBot, kind: 'websocketServers' | 'websocketClients') =>
    network[kind].map(({ name }) => name);

  test('the bridge is a client with our token, the monitor stays a server', () => {
    expect(dialling().network.websocketClients).toEqual([
      expect.objectContaining({
        name: 'botpier-bridge',
        enable: true,
        url: 'ws://brain:6199/ws',
        token: TOKENS.bridge,
        reportSelfMessage: false,
        messagePostFormat: 'array',
      }),
    ]);
    expect(names(dialling(), 'websocketServers')).toEqual(['botpier-monitor']);
  });

  test('a change of direction takes ours of the other one away, and theirs stay', () => {
    const mine = { name: 'mine', enable: true, host: '0.0.0.0', port: 3001, token: 'x', url: 'ws://x' };
    const before = JSON.stringify({ network: { websocketServers: [mine], websocketClients: [mine] } });
    const there = dialling(mergeOneBot(before, TOKENS));
    expect(names(there, 'websocketServers')).toEqual(['botpier-monitor', 'mine']);
    expect(names(there, 'websocketClients')).toEqual(['botpier-bridge', 'mine']);
    const back = oneBot(JSON.stringify(there));
    expect(names(back, 'websocketServers')).toEqual(['botpier-bridge', 'botpier-monitor', 'mine']);
    expect(names(back, 'websocketClients')).toEqual(['mine']);
  });

  test("the port of the bridge's server is anybody's, the monitor's is not", () => {
    const at = (port: number) => ({ name: `at${port}`, enable: true, port });
    const existing = JSON.stringify({ network: { websocketServers: [at(3001), at(3002)] } });
    const enabled = dialling(existing).network.websocketServers.map(({ name, enable }) => [name, enable]);
    expect(enabled).toEqual([
      ['botpier-monitor', true],
      ['at3001', true],
      ['at3002', false],
    ]);
  });

  test.each<[string, (network: OneBot['network']) => void, object]>([
    ['untouched', () => {}, { kind: 'ok' }],
    [
      'another token',
      (network) => Object.assign(network.websocketClients[0] ?? {}, { token: 'abcdef' }),
      { kind: 'changed', what: 'token' },
    ],
    [
      'another address',
      (network) => Object.assign(network.websocketClients[0] ?? {}, { url: 'ws://127.0.0.1:6199/ws' }),
      { kind: 'changed', what: 'url' },
    ],
    [
      'switched off',
      (network) => Object.assign(network.websocketClients[0] ?? {}, { enable: false }),
      { kind: 'disabled' },
    ],
    ['gone', (network) => network.websocketClients.shift(), { kind: 'missing' }],
    ['without its monitor', (network) => network.websocketServers.shift(), { kind: 'missing' }],
    ['of the other direction', (network) => Object.assign(network, oneBot().network), { kind: 'missing' }],
  ])('seen in a running NapCat: %s', (_name, change, expected) => {
    const config = dialling();
    change(config.network);
    expect(inspectEnds(config, DIALLING)).toEqual(expected);
  });

  test('its tokens are read from where they stand', () => {
    const edited = JSON.stringify(dialling()).replace(TOKENS.bridge, 'editedByHand123456');
    expect(tokensOf(JSON.parse(edited))).toEqual({ bridge: 'editedByHand123456', monitor: TOKENS.monitor });
    expect(() => tokensOf({ network: { websocketServers: [] } })).toThrow(RangeError);
  });
});
