import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { createFileSecretStore } from './file-secret-store';
import { createKeyFileBox, defaultKeyFile } from './key-file-box';
import { createMemorySecretStore } from './memory-secret-store';
import { createPassphraseBox } from './passphrase-box';
import type { SecretBox } from './secret-box';

const NAME = 'bot.aaaaaaaa.model.key';
const VALUE = 'sk-0123456789 密钥';

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'secrets-'));
  dir = join(root, '数据 目录');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const keyFile = () => join(root, '配置', 'secret.key');
const open = (box: SecretBox, olderBoxes: SecretBox[] = []) =>
  createFileSecretStore({ dir, box, olderBoxes, clock: createManualClock(Date.UTC(2026, 10, 20, 8, 5, 9)) });
const file = () => join(dir, 'secrets.json');

describe.each([
  ['a passphrase', 'strong', () => createPassphraseBox('correct horse 电池')],
  ['a key file', 'weak', () => createKeyFileBox(keyFile())],
] as const)('secrets under %s', (_, strength, createBox) => {
  it('come back in a later run, and their file tells nothing', async () => {
    const store = await open(createBox());
    expect(store.strength).toBe(strength);
    expect(await store.state(NAME)).toBe('absent');
    await store.set(NAME, VALUE);
    await store.set('other', 'x'.repeat(5_000));
    const later = await open(createBox());
    expect(await later.get(NAME)).toBe(VALUE);
    expect(await later.get('other')).toBe('x'.repeat(5_000));
    expect(await later.state(NAME)).toBe('present');

    const text = await readFile(file(), 'utf8');
    for (const form of [VALUE, Buffer.from(VALUE).toString('base64').slice(4, 16)])
      expect(text).not.toContain(form);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(inspect(later, { depth: 9, showHidden: true })).not.toContain('sk-');
  });

  it('are sealed differently each time', async () => {
    const store = await open(createBox());
    const sealed = async () => {
      await store.set(NAME, VALUE);
      return JSON.parse(await readFile(file(), 'utf8')).items[NAME].v;
    };
    expect(await sealed()).not.toBe(await sealed());
  });

  it('are gone once deleted', async () => {
    const store = await open(createBox());
    await store.set(NAME, VALUE);
    await store.delete(NAME);
    await store.delete('never there');
    expect(await store.get(NAME)).toBeUndefined();
    expect(await (await open(createBox())).state(NAME)).toBe('absent');
  });

  it('cannot be swapped or changed in the file', async () => {
    const store = await open(createBox());
    await store.set(NAME, VALUE);
    const content = JSON.parse(await readFile(file(), 'utf8'));
    content.items.copy = content.items[NAME];
    const bytes = Buffer.from(content.items[NAME].v, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    content.items[NAME] = { ...content.items[NAME], v: bytes.toString('base64') };
    await writeFile(file(), JSON.stringify(content));
    const later = await open(createBox());
    expect(await later.state('copy')).toBe('unreadable');
    expect(await later.state(NAME)).toBe('unreadable');
  });
});

describe('secrets that cannot be read here', () => {
  it('are unreadable under another passphrase, until set again', async () => {
    await (await open(createPassphraseBox('one'))).set(NAME, VALUE);
    const store = await open(createPassphraseBox('two'));
    expect(await store.state(NAME)).toBe('unreadable');
    expect(await store.get(NAME)).toBeUndefined();
    await store.set(NAME, 'new value');
    expect(await store.get(NAME)).toBe('new value');
  });

  it('are unreadable on another computer, where there is no key file or another one', async () => {
    await (await open(createKeyFileBox(keyFile()))).set(NAME, VALUE);
    expect(await (await open(createKeyFileBox(join(root, 'none')))).state(NAME)).toBe('unreadable');
    await writeFile(keyFile(), Buffer.alloc(32, 7));
    expect(await (await open(createKeyFileBox(keyFile()))).state(NAME)).toBe('unreadable');
  });

  it('are opened by an older box while new ones go into the box of today', async () => {
    await (await open(createKeyFileBox(keyFile()))).set(NAME, VALUE);
    const store = await open(createPassphraseBox('p'), [createKeyFileBox(keyFile())]);
    expect(await store.get(NAME)).toBe(VALUE);
    await store.set(NAME, VALUE);
    expect(await (await open(createPassphraseBox('p'))).get(NAME)).toBe(VALUE);
    expect(await (await open(createKeyFileBox(keyFile()))).state(NAME)).toBe('unreadable');
  });

  it.each(['', '{"version":1,"items":{"a":{"v":"', '[]', '{"version":1,"items":{"a":1}}'])(
    'stand in a file that is put aside when it is broken: %j',
    async (content) => {
      await mkdir(dir);
      await writeFile(file(), content);
      const store = await open(createKeyFileBox(keyFile()));
      expect(store.putAside).toBe('secrets.json.broken-2026-11-20T08-05-09Z');
      expect(await store.state('a')).toBe('absent');
      expect(await readdir(dir)).toEqual([store.putAside]);
      await store.set(NAME, VALUE);
      const later = await open(createKeyFileBox(keyFile()));
      expect(later.putAside).toBeUndefined();
      expect(await later.get(NAME)).toBe(VALUE);
    },
  );
});

describe('createKeyFileBox', () => {
  it('makes a key that only its owner reads, once, also when two begin together', async () => {
    const boxes = [createKeyFileBox(keyFile()), createKeyFileBox(keyFile())];
    const sealed = await Promise.all(boxes.map((box) => box.seal(VALUE)));
    for (const each of sealed) expect(await createKeyFileBox(keyFile()).open(each)).toBe(VALUE);
    const made = await stat(keyFile());
    expect([made.size, made.mode & 0o777]).toEqual([32, 0o600]);
    expect(await readdir(join(keyFile(), '..'))).toEqual(['secret.key']);
  });

  it('puts a damaged key aside when a new one is needed', async () => {
    await mkdir(join(keyFile(), '..'));
    await writeFile(keyFile(), 'short');
    const box = createKeyFileBox(keyFile());
    expect(await box.open(await box.seal(VALUE))).toBe(VALUE);
    expect(await readdir(join(keyFile(), '..'))).toHaveLength(2);
  });

  it('keeps the key where each system keeps such things', () => {
    expect(defaultKeyFile('linux', {}, '/home/u')).toBe('/home/u/.config/botpier/secret.key');
    expect(defaultKeyFile('linux', { XDG_CONFIG_HOME: '/c' }, '/home/u')).toBe('/c/botpier/secret.key');
    expect(defaultKeyFile('darwin', {}, '/Users/u')).toBe('/Users/u/.config/botpier/secret.key');
    expect(defaultKeyFile('win32', { APPDATA: '/roaming' }, '/u')).toBe('/roaming/BotPier/secret.key');
  });
});

describe('createMemorySecretStore', () => {
  it('keeps secrets for as long as it lives', async () => {
    const store = createMemorySecretStore();
    await store.set(NAME, VALUE);
    expect([await store.state(NAME), await store.get(NAME)]).toEqual(['present', VALUE]);
    await store.delete(NAME);
    expect([await store.state(NAME), await store.get(NAME)]).toEqual(['absent', undefined]);
  });
});
