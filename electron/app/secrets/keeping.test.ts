import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SecretKeeping } from '../../contract/secrets';
import { createFileSecretStore } from './file-secret-store';
import { createKeyFileBox } from './key-file-box';
import { createPassphraseBox } from './passphrase-box';
import type { SecretBox } from './secret-box';

const NAME = 'bot.aaaaaaaa.model.key';
const VALUE = 'sk-0123456789';
const PASSPHRASE = '码头上的老船长爱喝茶';
const NOBODY = 65_534;
const run = promisify(execFile);

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'keeping-'));
  dir = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const file = () => join(dir, 'secrets.json');
const read = async () => JSON.parse(await readFile(file(), 'utf8'));
const keyFileBox = () => createKeyFileBox(join(root, 'secret.key'));
const open = (box: SecretBox = keyFileBox()) => createFileSecretStore({ dir, box });

it('takes what is there along into each way of keeping, and opens it so at the next start', async () => {
  const store = await open();
  await store.set(NAME, VALUE);
  await store.set('other', 'x');
  expect([store.keeping, store.isChosen, store.choices]).toEqual([
    'plain',
    false,
    ['plain', 'passphrase', 'memory'],
  ]);

  await store.keep('passphrase', PASSPHRASE);
  expect([store.keeping, store.strength, store.isChosen]).toEqual(['passphrase', 'strong', true]);
  expect(Object.values((await read()).items).map((item) => (item as { box: string }).box)).toEqual([
    'scrypt',
    'scrypt',
  ]);
  expect(await store.get(NAME)).toBe(VALUE);

  const later = await open();
  expect([later.locked, later.keeping]).toEqual([true, 'passphrase']);
  expect(await later.unlock(PASSPHRASE)).toBe(true);
  expect(await later.get(NAME)).toBe(VALUE);

  await later.keep('memory');
  expect(await later.get(NAME)).toBe(VALUE);
  await later.set('third', 'y');
  expect((await read()).items).toEqual({});
  await later.keep('plain');
  expect(Object.keys((await read()).items).sort()).toEqual([NAME, 'other', 'third'].sort());
  const last = await open();
  expect([last.locked, last.isChosen, await last.get(NAME), await last.get('third')]).toEqual([
    false,
    true,
    VALUE,
    'y',
  ]);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

it('forgets with the process what is kept in memory alone, but not that it was wanted so', async () => {
  const store = await open();
  await store.keep('memory');
  await store.set(NAME, VALUE);
  expect(await readFile(file(), 'utf8')).not.toContain(VALUE);
  const later = await open();
  expect([later.keeping, later.strength, await later.state(NAME)]).toEqual(['memory', 'none', 'absent']);
});

it('gives and takes nothing while it is locked, and a wrong passphrase loses nothing', async () => {
  const store = await open();
  await store.set(NAME, VALUE);
  await store.keep('passphrase', PASSPHRASE);
  const before = await readFile(file(), 'utf8');
  const later = await open();
  expect(await later.unlock('another one')).toBe(false);
  expect(later.locked).toBe(true);
  expect(await later.get(NAME)).toBeUndefined();
  await expect(later.set(NAME, 'new')).rejects.toMatchObject({ code: 'secretsLocked' });
  await expect(later.keep('plain')).rejects.toMatchObject({ code: 'secretsLocked' });
  expect(await readFile(file(), 'utf8')).toBe(before);
});

it('is opened by the passphrase of the environment without asking', async () => {
  await (await open()).keep('passphrase', PASSPHRASE);
  expect((await open(createPassphraseBox(PASSPHRASE))).locked).toBe(false);
  expect((await open(createPassphraseBox('another one'))).locked).toBe(true);
});

it.each<[SecretKeeping, string, string]>([
  ['passphrase', 'short', 'passphraseShort'],
  ['system', '', 'notAllowed'],
])('refuses %s with %j', async (keeping, passphrase, code) => {
  const store = await open();
  await store.set(NAME, VALUE);
  await expect(store.keep(keeping, passphrase)).rejects.toMatchObject({ code });
  expect([store.keeping, await store.get(NAME)]).toEqual(['plain', VALUE]);
});

it('has the old way or the new, whatever the disk does in between', async () => {
  const store = await open();
  await store.set(NAME, VALUE);
  const before = await readFile(file(), 'utf8');
  await rm(file());
  await mkdir(join(file(), 'in the way'), { recursive: true });
  await expect(store.keep('passphrase', PASSPHRASE)).rejects.toThrow();
  expect([store.keeping, await store.get(NAME)]).toEqual(['plain', VALUE]);
  await rm(file(), { recursive: true });
  await writeFile(file(), before);
  expect(await (await open()).get(NAME)).toBe(VALUE);
  expect(await readdir(dir)).toEqual(['secrets.json']);
});

it('leaves what cannot be opened here where it is, for where it can', async () => {
  await (await open(createKeyFileBox(join(root, 'other.key')))).set('far', 'away');
  const store = await open();
  await store.set(NAME, VALUE);
  await store.keep('passphrase', PASSPHRASE);
  expect([await store.state('far'), await store.state(NAME)]).toEqual(['unreadable', 'present']);
  expect(await (await open(createKeyFileBox(join(root, 'other.key')))).state('far')).toBe('present');
});

it('seals anew what the key store says is sealed under an old key', async () => {
  const inner = keyFileBox();
  const outdated = new Set<string>();
  const box: SecretBox = {
    ...inner,
    isOutdated: (sealed) => outdated.delete(Buffer.from(sealed).toString('base64')),
  };
  const store = await open(box);
  await store.set(NAME, VALUE);
  const old = (await read()).items[NAME];
  outdated.add(old.v);
  expect(await store.get(NAME)).toBe(VALUE);
  await store.set('other', 'x');
  const { [NAME]: now } = (await read()).items;
  expect([now.v === old.v, now.at]).toEqual([false, old.at]);
  expect(await (await open(keyFileBox())).get(NAME)).toBe(VALUE);
});

it('does not touch a file of another user', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can give a file away');
  await (await open()).set(NAME, VALUE);
  await chown(file(), NOBODY, NOBODY);
  const before = await readFile(file(), 'utf8');
  await expect(open()).rejects.toMatchObject({ code: 'notYours', params: { file: file() } });
  expect(await readFile(file(), 'utf8')).toBe(before);
  expect(await readdir(dir)).toEqual(['secrets.json']);
  // A drive that shows one owner for everything: nobody else's.
  await chown(dir, NOBODY, NOBODY);
  expect(await (await open()).get(NAME)).toBe(VALUE);
});

it('does not start as another user on a file that only its owner reads', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can become somebody else');
  await (await open()).set(NAME, VALUE);
  await chown(root, NOBODY, NOBODY);
  await chown(dir, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    await expect(open()).rejects.toMatchObject({ code: 'notYours' });
  } finally {
    process.seteuid?.(0);
  }
});

it('says that nothing can be written, and keeps what it had', async ({ skip }) => {
  await mkdir(dir);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]).then(
    () => true,
    () => false,
  );
  if (!mounted) skip('only root on Linux can make a disk read-only');
  try {
    const store = await open();
    await store.set(NAME, VALUE);
    await run('mount', ['-o', 'remount,ro', dir]);
    await expect(store.set('other', 'x')).rejects.toMatchObject({ code: 'readOnly' });
    await expect(store.keep('memory')).rejects.toMatchObject({ code: 'readOnly' });
    expect([store.keeping, await store.get(NAME), await store.state('other')]).toEqual([
      'plain',
      VALUE,
      'absent',
    ]);
  } finally {
    await run('umount', [dir]);
  }
});
