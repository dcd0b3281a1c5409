import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const settings = () => test.app.view.get().settings;
const file = (change: object = {}) =>
  JSON.stringify({ kind: 'botpier-settings', version: 1, settings: {}, ...change });

it('takes settings out and in again, without what is true of one computer alone', async () => {
  await test.call.settings.patch({
    theme: 'dark',
    personas: [{ id: 'captain1', name: '老船长', text: '你是老船长。' }],
    network: { mirrors: ['docker.io', 'mirror.example.com'] },
    notifications: {
      pausedUntil: 5,
      channels: [{ id: 'tele0001', name: '手机', kind: 'telegram', on: true, chat: '1' }],
    },
    engine: { endpoint: '' },
  });
  await test.call.notifications.setSecret({ channel: 'tele0001', secret: '1234:a-secret-token' });
  const text = await test.call.settings.export();
  expect(text).not.toContain('a-secret-token');
  expect(Object.keys(JSON.parse(text).settings)).not.toContain('engine');
  expect(text).not.toContain('pausedUntil');

  const before = settings();
  await test.call.settings.patch({ theme: 'light', personas: [], network: { mirrors: [] } });
  await test.call.settings.import({ text: `\uFEFF${text}` });
  expect(settings()).toEqual(before);
});

it.each([
  ['nothing', '', 'importForeign', {}],
  ['no JSON', '<html>', 'importForeign', {}],
  ['another JSON', '{"version":1,"theme":"dark"}', 'importForeign', {}],
  ['a list', '[]', 'importForeign', {}],
  ['another of our files', file({ kind: 'botpier-routes' }), 'importForeign', {}],
  ['a newer file', file({ version: 2 }), 'importNewer', { version: 2 }],
  ['no settings', file({ settings: 7 }), 'importInvalid', { field: 'settings' }],
  ['an unknown theme', file({ settings: { theme: 'pink' } }), 'importInvalid', { field: 'theme' }],
  [
    'a proxy that is none',
    file({ settings: { theme: 'dark', network: { proxy: 'nonsense' } } }),
    'importInvalid',
    { field: 'network.proxy' },
  ],
  [
    'a mirror that is none',
    file({ settings: { network: { mirrors: ['ok.example', '§'] } } }),
    'importInvalid',
    { field: 'network.mirrors.1' },
  ],
])('refuses %s, says why, and changes nothing', async (_, text, code, params) => {
  await test.call.settings.patch({ theme: 'light' });
  const before = [settings(), await readFile(join(test.dir, 'settings.json'), 'utf8')];
  await expect(test.call.settings.import({ text })).rejects.toMatchObject({ cause: { code, params } });
  expect([settings(), await readFile(join(test.dir, 'settings.json'), 'utf8')]).toEqual(before);
});

it('tells where the data lies, and opens the folder only where a shell can', async () => {
  expect(test.app.view.get().data).toEqual({ dir: test.dir, canOpen: false });
  await expect(test.call.settings.openFolder()).rejects.toMatchObject({ cause: { code: 'notAllowed' } });
});
