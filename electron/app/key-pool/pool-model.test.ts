import { describe, expect, it } from 'vitest';
import { Bot, type KeyPoolChoice } from '../../contract/bot';
import { KeyPoolSettings } from '../../contract/key-pool';
import { choiceOf, poolWish } from './pool-model';

const single = {
  provider: 'deepseek',
  baseUrl: 'https://api.deepseek.com/v1',
  model: 'deepseek-chat',
} as const;
const pool = (over: Partial<KeyPoolChoice> = {}): KeyPoolChoice => ({
  on: true,
  consent: { at: 1, version: 1 },
  model: 'gemini-flash-latest',
  settings: KeyPoolSettings.parse({}),
  ...over,
});
const botWith = (keyPool: KeyPoolChoice | undefined): Bot =>
  Bot.parse({
    id: 'abcd1234',
    name: 'x',
    createdAt: 1,
    model: single,
    keyPool,
    device: { mac: '02:00:00:00:00:01', hostname: 'h', machineId: '0'.repeat(32) },
  });
const key = (name: string, refused = false) => ({ id: name, key: name, refused });

describe('what a bot asks', () => {
  it.each([
    ['without a pool', undefined, single],
    ['with a pool switched off', pool({ on: false }), single],
    ['with a licence that nobody agreed to', pool({ consent: undefined }), single],
    ['with a pool none of whose keys has worked yet', pool({ model: undefined }), single],
    [
      'with a pool',
      pool(),
      { provider: 'gemini', baseUrl: KeyPoolSettings.parse({}).baseUrl, model: 'gemini-flash-latest' },
    ],
  ])('%s', (_, keyPool, choice) => {
    expect(choiceOf(botWith(keyPool))).toEqual(choice);
  });
});

describe('what a pool is told', () => {
  const settings = (over: Partial<KeyPoolSettings>) => pool({ settings: KeyPoolSettings.parse(over) });

  it('is the bot’s own model to try keys with, unless another is named', () => {
    expect(poolWish(botWith(pool()), [], '')).toMatchObject({ testModel: 'gemini-flash-latest' });
    expect(poolWish(botWith(settings({ testModel: 'm' })), [], '')).toMatchObject({ testModel: 'm' });
  });

  it('leaves out keys that nobody knows, while there are others', () => {
    expect(poolWish(botWith(pool()), [key('a'), key('b', true)], '')).toMatchObject({ keys: ['a'] });
    expect(poolWish(botWith(pool()), [key('b', true)], '')).toMatchObject({ keys: ['b'] });
  });

  it('is how this computer gets out, as seen from inside, unless it has ways of its own', () => {
    const ours = 'http://127.0.0.1:7890';
    expect(poolWish(botWith(pool()), [], ours)).toMatchObject({
      proxies: ['http://host.docker.internal:7890'],
    });
    expect(poolWish(botWith(pool()), [], '')).toMatchObject({ proxies: [] });
    const own = settings({ proxies: ['socks5://proxy.example:1080'] });
    expect(poolWish(botWith(own), [], ours)).toMatchObject({ proxies: ['socks5://proxy.example:1080'] });
  });
});
