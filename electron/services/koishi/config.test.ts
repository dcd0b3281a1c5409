import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Hearing } from '../../contract/bot';
import type { DefinitionInput } from '../roles';
import { koishiEnv, koishiYaml } from './config';
import { inputOf, modelOf } from './test-input';

type Plugins = Record<string, unknown>;

function readPlugins(input: DefinitionInput): Map<string | undefined, unknown> {
  const { plugins } = parse(koishiYaml(input)) as { plugins: Plugins };
  return new Map(Object.entries(plugins).map(([key, value]) => [key.split(':')[0], value]));
}

/** What Koishi would run. */
const code = (text: string) => `\${{ ${text} }}`;

test('no secret stands in koishi.yml, every one in koishi.env', () => {
  const yaml = koishiYaml(inputOf());
  const env = koishiEnv(inputOf());
  for (const secret of ['companion-secret', 'bridge-secret', 'sk-secret-key']) {
    expect(yaml).not.toContain(secret);
    expect(env).toContain(secret);
  }
});

test('what koishi.yml asks for is what node reads from koishi.env', () => {
  const input = inputOf({
    secrets: { companion: `a'b` },
    bridge: { dials: 'brain', url: 'ws://napcat:3001', token: 'a b#c=$d' },
    model: modelOf({ key: `x"y'z` }),
  });
  const file = join(mkdtempSync(join(tmpdir(), 'botpier-')), 'koishi.env');
  writeFileSync(file, koishiEnv(input));
  const asked = [...koishiYaml(input).matchAll(/\$\{\{ env\.(\w+) \}\}/g)].map(([, name]) => name);
  const print = `process.stdout.write(JSON.stringify(${JSON.stringify(asked)}.map((name) => process.env[name])))`;
  const { stdout } = spawnSync(process.execPath, [`--env-file=${file}`, '-e', print], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([`a'b`, 'a b#c=$d', `x"y'z`]);
});

test('a secret with a line break is refused', () => {
  expect(() => koishiEnv(inputOf({ model: modelOf({ key: 'a\nNODE_OPTIONS=x' }) }))).toThrow();
});

test('every entry has an identifier of its own', () => {
  const { plugins } = parse(koishiYaml(inputOf())) as { plugins: Plugins };
  const identifiers = Object.keys(plugins).map((key) => key.split(':')[1]);
  expect(identifiers.every((identifier) => identifier)).toBe(true);
  expect(new Set(identifiers).size).toBe(identifiers.length);
});

test('no web console, and the server on one fixed port', () => {
  const plugins = readPlugins(inputOf());
  expect([...plugins.keys()]).not.toContain('console');
  expect(plugins.get('server')).toEqual({ host: '0.0.0.0', port: 5140 });
});

test('commands of ChatLuna are the owner’s, and the owner is told to the companion', () => {
  const plugins = readPlugins(inputOf({ bot: { owner: '123456' } }));
  expect(plugins.get('commands')).toEqual({ chatluna: { config: { permissions: ['authority:4'] } } });
  expect(plugins.get('/etc/botpier/companion.cjs')).toMatchObject({
    owners: ['123456'],
    model: 'deepseek/deepseek-chat',
    adapter: 'chatluna-deepseek-adapter:botpier-adapter',
  });
});

test('whom it hears is told to the companion once somebody is left out; the length of a talk once chosen', () => {
  const usual = readPlugins(inputOf());
  expect(usual.get('/etc/botpier/companion.cjs')).not.toHaveProperty('hearing');
  expect(usual.get('chatluna-deepseek-adapter')).not.toHaveProperty('maxContextRatio');
  const hearing: Hearing = { groups: { hears: 'only', list: ['12345'] }, people: { hears: 'all', list: [] } };
  const chosen = readPlugins(inputOf({ bot: { context: 'short', hearing } }));
  expect(chosen.get('/etc/botpier/companion.cjs')).toMatchObject({ hearing });
  expect(chosen.get('chatluna-deepseek-adapter')).toMatchObject({ maxContextRatio: 0.1 });
});

test.each([
  [{ private: false }, { allowPrivate: false, privateChatWithoutCommand: false }],
  [{ mention: false }, { allowAtReply: false }],
  [{ nickname: false }, { isNickname: false }],
  [{ random: 0.3 }, { randomReplyFrequency: 0.3 }],
  [{}, { allowPrivate: true, allowAtReply: true, isNickname: true, randomReplyFrequency: 0 }],
])('wake %j', (wake, expected) => {
  const all = { private: true, mention: true, nickname: true, random: 0, ...wake };
  expect(readPlugins(inputOf({ bot: { wake: all } })).get('chatluna')).toMatchObject(expected);
});

test('streaming stays off, and the preset and the model are always named', () => {
  expect(readPlugins(inputOf()).get('chatluna')).toMatchObject({
    streamResponse: false,
    defaultModel: 'deepseek/deepseek-chat',
    defaultPreset: 'botpier',
    defaultChatMode: 'chat',
    outputMode: 'text',
  });
});

test('code in what the user typed stays text', () => {
  const persona = { preset: 'assistant' as const, text: '', nickname: code('process.exit()') };
  const yaml = koishiYaml(
    inputOf({ bot: { persona }, model: modelOf({ model: `deepseek-${code('env.BOTPIER_MODEL_KEY')}` }) }),
  );
  const run = [...yaml.matchAll(/\$\{\{ *(.*?) *\}\}/g)].map(([, text]) => text);
  expect(new Set(run)).toEqual(
    new Set(['env.BOTPIER_COMPANION', 'env.BOTPIER_BRIDGE', 'env.BOTPIER_MODEL_KEY']),
  );
  expect(run).toHaveLength(3);
  expect(yaml).toContain('deepseek-$ {{ env');
});

test('a proxy on this computer is written as a container reaches it', () => {
  const network = { pluginRegistry: '', proxy: 'http://127.0.0.1:7890' };
  expect(readPlugins(inputOf({ network })).get('chatluna')).toMatchObject({
    isProxy: true,
    proxyAddress: 'http://host.docker.internal:7890',
  });
});

test('without a model there is neither ChatLuna nor an adapter', () => {
  const names = [...readPlugins(inputOf({ model: undefined })).keys()];
  expect(names.filter((name) => name?.startsWith('chatluna'))).toEqual([]);
});
