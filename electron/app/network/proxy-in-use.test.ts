import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { createFileSecretStore } from '../secrets/file-secret-store';
import { createKeyFileBox } from '../secrets/key-file-box';
import { proxyRulesOf, readProxyRules } from './read-proxy-rules';

let test: TestApp;
let keys: string | undefined;
afterEach(async () => {
  await test?.close();
  if (keys) await rm(keys, { recursive: true });
  keys = undefined;
});

const LOGIN = { user: 'me@home', password: 'p:a/s s' };
const IN_URL = 'http://me%40home:p%3Aa%2Fs%20s@127.0.0.1:7890';

it('signs in to the proxy with what lies among the secrets, and shows nobody the sign-in', async () => {
  test = await createTestApp();
  const views: string[] = [];
  test.app.view.subscribe((view) => views.push(JSON.stringify(view)));
  await setUp(test);
  await test.call.settings.patch({ network: { proxy: 'http://127.0.0.1:7890' } });
  await test.call.network.setProxyLogin({ login: LOGIN });
  expect(test.app.network.proxy.get()).toBe(IN_URL);
  expect(test.app.view.get().network).toEqual({ proxy: 'http://127.0.0.1:7890', login: 'present' });
  await test.app.idle();
  await test.until('a green chain', (bot) => bot.tone === 'ok');
  const shown = [
    views.join(),
    test.log.join(),
    JSON.stringify(await test.engine.containers.list()),
    await readFile(join(test.dir, 'settings.json'), 'utf8'),
  ];
  for (const text of shown) expect(text).not.toMatch(/me%40home|me@home|p%3Aa/);

  await test.restart();
  expect(test.app.network.proxy.get()).toBe(IN_URL);
  await test.call.network.setProxyLogin({});
  expect(test.app.network.proxy.get()).toBe('http://127.0.0.1:7890');
  expect(test.app.view.get().network.login).toBe('absent');
});

it('takes no sign-in in the address, and moves one that an older BotPier left there', async () => {
  test = await createTestApp();
  await expect(test.call.settings.patch({ network: { proxy: IN_URL } })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  const path = join(test.dir, 'settings.json');
  await test.call.settings.patch({ network: { proxy: 'http://127.0.0.1:7890' } });
  const old = (await readFile(path, 'utf8')).replace('http://127.0.0.1:7890', IN_URL);
  await writeFile(path, old);
  await test.restart();
  expect(test.app.network.proxy.get()).toBe(IN_URL);
  expect(test.app.view.get().settings.network.proxy).toBe('http://127.0.0.1:7890');
  expect(await readFile(path, 'utf8')).not.toContain('me%40home');
});

it('says that the sign-in has to be entered again where it cannot be read', async () => {
  keys = await mkdtemp(join(tmpdir(), 'proxy-'));
  const keyFile = join(keys, 'key');
  test = await createTestApp({
    openSecrets: (dir) => createFileSecretStore({ dir, box: createKeyFileBox(keyFile) }),
  });
  await test.call.network.setProxyLogin({ login: LOGIN });
  await rm(keyFile);
  await test.restart();
  expect(test.app.view.get().secrets.enterAgain).toEqual([{ kind: 'proxyPassword' }]);
});

it.each([
  ['DIRECT', ''],
  ['PROXY 10.0.0.1:8080', 'http://10.0.0.1:8080'],
  ['PROXY 10.0.0.1:8080; DIRECT', 'http://10.0.0.1:8080'],
  ['DIRECT; PROXY 10.0.0.1:8080', ''],
  ['HTTPS proxy.example:443', 'https://proxy.example:443'],
  ['SOCKS5 127.0.0.1:1080; PROXY 127.0.0.1:7890', 'http://127.0.0.1:7890'],
  ['SOCKS5 127.0.0.1:1080', ''],
  ['PROXY [::1]:8080', 'http://[::1]:8080'],
  ['PROXY a@b:1', ''],
  ['PROXY', ''],
  ['', ''],
  ['<html>', ''],
])('of %j it uses %j', (rules, url) => {
  expect(readProxyRules(rules)).toBe(url);
});

it.each([
  [{}, 'DIRECT'],
  [{ HTTPS_PROXY: 'http://10.0.0.1:8080' }, 'PROXY 10.0.0.1:8080'],
  [{ http_proxy: '10.0.0.1:8080' }, 'PROXY 10.0.0.1:8080'],
  [{ ALL_PROXY: 'socks5://10.0.0.1:1080' }, 'DIRECT'],
  [{ https_proxy: 'https://p.example:8443' }, 'HTTPS p.example:8443'],
  [{ HTTP_PROXY: '::::' }, 'DIRECT'],
])('the environment %j says %j', (env, rules) => {
  expect(proxyRulesOf(env)).toBe(rules);
});
