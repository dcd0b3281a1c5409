import { expect, test } from 'vitest';
import { koishi } from './service';
import { inputOf, modelOf } from './test-input';

const fileOf = (input = inputOf(), name = 'koishi.yml') =>
  koishi.define(input).files.find(({ path }) => path.endsWith(name));

test('the configuration is read-only to Koishi, its secrets are for root', () => {
  const definition = koishi.define(inputOf());
  expect(definition.volumes).toContainEqual({
    name: 'config',
    path: '/etc/botpier',
    readOnly: true,
    kept: false,
  });
  expect(fileOf(inputOf(), 'koishi.env')?.mode).toBe(0o600);
  expect(JSON.stringify([definition.env, definition.command])).not.toMatch(/secret/);
});

test('every file of ours that a script asks for is written beside it', () => {
  const { files, prepare } = koishi.define(inputOf());
  const written = [...files, ...(prepare?.files ?? [])];
  const names = new Set(written.map(({ path }) => path.replace('/etc/botpier/', './')));
  const asked = written.flatMap(({ content }) =>
    [...content.matchAll(/(?:require\(|from )'(\.\/[^']+)'/g)].map(([, name]) => name),
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => name && !names.has(name))).toEqual([]);
});

test('another model, key, owner or registry installs nothing anew', () => {
  const key = (input = inputOf()) => koishi.define(input).prepare?.key;
  expect(key(inputOf({ model: undefined }))).toBe(key());
  expect(key(inputOf({ model: modelOf({ provider: 'openai' }), bot: { owner: '123456' } }))).toBe(key());
  expect(key(inputOf({ network: { pluginRegistry: 'https://registry.example', proxy: '' } }))).toBe(key());
});

test('registry and proxy are told to the installer as a container reaches them', () => {
  const network = { pluginRegistry: 'http://127.0.0.1:4873', proxy: 'http://localhost:7890' };
  expect(koishi.define(inputOf({ network })).prepare?.env).toEqual({
    YARN_NPM_REGISTRY_SERVER: 'http://host.docker.internal:4873',
    YARN_HTTP_PROXY: 'http://host.docker.internal:7890',
    YARN_HTTPS_PROXY: 'http://host.docker.internal:7890',
  });
  expect(koishi.define(inputOf()).prepare?.env).toEqual({});
});

test('without a model it can be defined, so that it can be prepared', () => {
  expect(fileOf(inputOf({ model: undefined }))?.content).not.toContain('botpier-chatluna');
});

test('without its port or its secret it is not defined', () => {
  expect(() => koishi.define(inputOf({ ports: {} }))).toThrow('companion');
  expect(() => koishi.define(inputOf({ secrets: {} }))).toThrow('companion');
});
