import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalDefinition } from '../../plan/canonical';
import { astrbot } from './service';
import { inputOf, modelOf, SECRETS } from './test-input';

const definition = astrbot.define(inputOf());
const file = (name: string, input = inputOf()) =>
  astrbot.define(input).files.find(({ path }) => path.endsWith(name));

test('publishes the panel, never the bridge', () => {
  expect(definition.ports).toEqual([{ name: 'panel', container: 6185, host: 16185 }]);
});

test('shows no secret to whoever looks at the container', () => {
  const shown = JSON.stringify([definition.env, definition.command]);
  for (const secret of [...Object.values(SECRETS), 'sk-secret-key', 'bridge-secret'])
    expect(shown).not.toContain(secret);
  expect(file('astrbot.env')?.mode).toBe(0o600);
  expect(file('cmd_config.json')?.mode).toBe(0o600);
  expect(definition.volumes).toContainEqual({
    name: 'config',
    path: '/etc/botpier',
    readOnly: true,
    kept: false,
  });
});

test('merges its config with the one that stands there', () => {
  expect(file('cmd_config.json')?.merge?.('{"plugin_set":["one"]}')).toContain('"one"');
});

test('tells our plugin what is ours, and the persona', () => {
  const input = inputOf({ bot: { persona: { preset: 'custom', text: '你是一只海鸥。' } } });
  expect(JSON.parse(file('plugins/botpier/settings.json', input)?.content ?? '')).toEqual({
    platform: 'botpier',
    provider: 'botpier/model',
    bridge: { port: 6199, tokenSha256: createHash('sha256').update('bridge-secret').digest('hex') },
    persona: { id: 'botpier', prompt: '你是一只海鸥。' },
    owners: [],
    hearing: { groups: { hears: 'all', list: [] }, people: { hears: 'all', list: [] } },
  });
});

describe('the definition', () => {
  const hashed = (input = inputOf()) => canonicalDefinition(astrbot.define(input));

  test('is the same for the same input', () => {
    expect(hashed()).toBe(hashed(structuredClone(inputOf())));
  });

  test.each([
    ['another key', inputOf({ model: modelOf({ key: 'sk-other' }) })],
    ['another token', inputOf({ bridge: { ...inputOf().bridge, token: 'other' } })],
    ['another persona', inputOf({ bot: { persona: { preset: 'catgirl' } } })],
  ])('is another one with %s', (_name, input) => {
    expect(hashed(input)).not.toBe(hashed());
  });

  test('is none without a port', () => {
    expect(() => astrbot.define(inputOf({ ports: {} }))).toThrow('panel');
  });
});

test('a pinned tag', () => {
  expect(astrbot.image).toMatch(/:v\d+\.\d+\.\d+$/);
});
