import { describe, expect, test } from 'vitest';
import { Bot } from '../../contract/bot';
import { canonicalDefinition } from '../../plan/canonical';
import type { DefinitionInput } from '../roles';
import { napcat } from './service';

const SECRETS = { webui: 'W'.repeat(32), bridge: 'B'.repeat(32), monitor: 'M'.repeat(32) };
const BOT = Bot.parse({
  id: 'abcd1234',
  name: '小码',
  createdAt: 1,
  device: {
    mac: '02:aa:bb:cc:dd:ee',
    hostname: 'lin-home-pc',
    machineId: '0123456789abcdef0123456789abcdef',
  },
});
const INPUT: DefinitionInput = {
  bot: BOT,
  ports: { webui: 16099, monitor: 13002 },
  secrets: SECRETS,
  bridge: { dials: 'brain', url: 'ws://napcat:3001', token: SECRETS.bridge },
  network: { pluginRegistry: '', proxy: '' },
  model: undefined,
};
const AFTER_SIGN_IN: DefinitionInput = { ...INPUT, bot: { ...BOT, account: '10001' } };

const file = (input: DefinitionInput, path: string) =>
  napcat.define(input).files.find((found) => found.path === path);

describe('the definition', () => {
  test('is the same for the same input, and for the account that signed in', () => {
    const before = canonicalDefinition(napcat.define(INPUT));
    expect(canonicalDefinition(napcat.define(structuredClone(INPUT)))).toBe(before);
    expect(canonicalDefinition(napcat.define(AFTER_SIGN_IN))).toBe(before);
  });

  test.each<[string, DefinitionInput]>([
    [
      'brain',
      { ...INPUT, bridge: { dials: 'messenger', url: 'ws://astrbot:6199/ws', token: SECRETS.bridge } },
    ],
    ['bridge token', { ...INPUT, secrets: { ...SECRETS, bridge: 'C'.repeat(32) } }],
  ])('is the same for another %s: what runs is told by its API', (_name, input) => {
    expect(canonicalDefinition(napcat.define(input))).toBe(canonicalDefinition(napcat.define(INPUT)));
  });

  test.each<[string, DefinitionInput]>([
    ['a token', { ...INPUT, secrets: { ...SECRETS, webui: 'C'.repeat(32) } }],
    ['a port', { ...INPUT, ports: { webui: 6099, monitor: 13002 } }],
    ['the device', { ...INPUT, bot: { ...BOT, device: { ...BOT.device, machineId: 'f'.repeat(32) } } }],
  ])('is another one with %s changed', (_name, input) => {
    expect(canonicalDefinition(napcat.define(input))).not.toBe(canonicalDefinition(napcat.define(INPUT)));
  });

  test('publishes the web API and the monitor, never the bridge', () => {
    expect(napcat.define(INPUT).ports).toEqual([
      { name: 'webui', container: 6099, host: 16099 },
      { name: 'monitor', container: 3002, host: 13002 },
    ]);
  });

  test('forces the web token, leaves MODE and the account alone', () => {
    expect(napcat.define(AFTER_SIGN_IN).env).toEqual({
      NAPCAT_WEBUI_SECRET_KEY: SECRETS.webui,
      NAPCAT_UID: '1000',
      NAPCAT_GID: '1000',
      TZ: 'Asia/Shanghai',
    });
  });

  test('shows QQ one and the same device', () => {
    expect(napcat.define(INPUT)).toMatchObject({ hostname: 'lin-home-pc', macAddress: '02:aa:bb:cc:dd:ee' });
    expect(file(INPUT, '/etc/machine-id')?.content).toBe('0123456789abcdef0123456789abcdef\n');
  });

  test('signs the known account in at start and writes our servers into its own file again', () => {
    const webui = file(AFTER_SIGN_IN, '/app/napcat/config/webui.json');
    expect(JSON.parse(webui?.merge?.('{"theme":{"x":1}}') ?? '')).toMatchObject({
      autoLoginAccount: '10001',
      theme: { x: 1 },
    });
    const account = file(AFTER_SIGN_IN, '/app/napcat/config/onebot11_10001.json');
    expect(account?.merge?.('{"musicSignUrl":"https://sign.example"}')).toContain('https://sign.example');
    expect(account?.merge?.(undefined)).toContain(SECRETS.bridge);
  });

  test('refuses to be without a secret or a port', () => {
    expect(() => napcat.define({ ...INPUT, secrets: { ...SECRETS, monitor: '' } })).toThrow('monitor');
    expect(() => napcat.define({ ...INPUT, ports: { webui: 1 } })).toThrow('monitor');
  });
});

test('a pinned tag, and no secret that nobody makes', () => {
  expect(napcat.image).toMatch(/:v\d+\.\d+\.\d+$/);
  expect(napcat.secrets).toContain(napcat.bridge.secret);
});
