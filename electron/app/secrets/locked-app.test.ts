import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { createFileSecretStore } from './file-secret-store';
import { createKeyFileBox } from './key-file-box';

const PASSPHRASE = '码头上的老船长爱喝茶';

let keys: string;
let keyFile: string;
let test: TestApp;
beforeEach(async () => {
  keys = await mkdtemp(join(tmpdir(), 'locked-'));
  keyFile = join(keys, 'secret.key');
  test = await createTestApp({
    openSecrets: (dir) => createFileSecretStore({ dir, box: createKeyFileBox(keyFile) }),
  });
});
afterEach(async () => {
  await test.close();
  await rm(keys, { recursive: true, force: true });
});

const view = () => test.app.view.get();
const containers = async () =>
  (await test.engine.containers.list()).map(({ id, state }) => `${id} ${state}`).sort();

it('asks once how to keep secrets where the lock is weak, and remembers the answer', async () => {
  expect(view().secrets).toMatchObject({ keeping: 'plain', asks: true, locked: false });
  expect(view().notices.map(({ code }) => code)).toEqual(['weakSecrets']);
  await test.call.secrets.keep({ keeping: 'plain' });
  await test.until('no question', (_, { secrets, notices }) => !secrets.asks && notices.length === 0);
  await test.restart();
  expect(view().secrets).toMatchObject({ keeping: 'plain', asks: false });
  expect(view().notices).toEqual([]);
});

it('leaves the bots alone until the passphrase is there, then goes on as if nothing had been', async () => {
  await setUp(test);
  await test.call.secrets.keep({ keeping: 'passphrase', passphrase: PASSPHRASE });
  await test.app.idle();
  const before = await containers();

  await test.restart();
  expect(view()).toMatchObject({ bots: [], secrets: { locked: true, keeping: 'passphrase' } });
  await test.app.idle();
  await expect(test.call.bots.create()).rejects.toMatchObject({ cause: { code: 'secretsLocked' } });
  await expect(test.call.secrets.unlock({ passphrase: 'wrong one' })).rejects.toMatchObject({
    cause: { code: 'passphraseWrong' },
  });
  expect(await containers()).toEqual(before);

  await Promise.all([
    test.call.secrets.unlock({ passphrase: PASSPHRASE }),
    test.call.secrets.unlock({ passphrase: PASSPHRASE }),
  ]);
  await test.until('a green chain', (bot) => bot.tone === 'ok');
  await test.app.idle();
  expect(await containers()).toEqual(before);
  expect(view().secrets).toMatchObject({ locked: false, enterAgain: [] });
});

it('says for each secret that cannot be read that it is to be entered again', async () => {
  const bot = await setUp(test);
  await test.call.settings.patch({
    notifications: { channels: [{ id: 'tele0001', name: '手机', kind: 'telegram', on: true, chat: '1' }] },
  });
  await test.call.notifications.setSecret({ channel: 'tele0001', secret: '1234:token' });
  expect(view().secrets.enterAgain).toEqual([]);
  // Another computer: the data came along, the key did not.
  await rm(keyFile);
  await test.restart();
  await test.until('both are lost', (_, { secrets }) => secrets.enterAgain.length === 2);
  expect(view().secrets.enterAgain).toEqual([
    { kind: 'modelKey', bot, name: test.bot().name },
    { kind: 'channel', channel: 'tele0001', name: '手机' },
  ]);
  expect(test.link('model').state).toMatchObject({ ask: { kind: 'enterAgain', what: 'modelKey' } });
  // What we make ourselves is made anew.
  const { items } = JSON.parse(await readFile(join(test.dir, 'secrets.json'), 'utf8'));
  expect(await test.secrets.state(`bot.${bot}.napcat.webui`)).toBe('present');
  expect(Object.keys(items)).toContain('app.definition-salt');

  await test.call.model.connect({
    bot,
    provider: 'custom',
    baseUrl: test.rehearsal.modelBaseUrl,
    key: 'sk-test-0123456789abcdef',
  });
  await test.call.notifications.setSecret({ channel: 'tele0001', secret: '1234:token' });
  await test.until('nothing is lost', (_, { secrets }) => secrets.enterAgain.length === 0);
});
