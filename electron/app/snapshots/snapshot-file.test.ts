import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Encrypter } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotId } from '../../contract/ids';
import { writeTar } from '../../lib/tar/write-tar';
import { volumeName } from '../../plan/names';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { addFiles, treeOf, volumesOf } from './test-snapshots';

const passphrase = 'four words of harbour';

let folder: string;
let here: TestApp;
let bot: BotId;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botpier-file-'));
  here = await createTestApp();
  bot = await setUp(here);
  await addFiles(here, volumeName(bot, 'koishi', 'data'));
  await here.call.bots.patch({ bot, patch: { name: 'the same', context: 'short' } });
  await here.call.serviceUpdates.policy({ bot, policy: 'pinned' });
  const made = await here.call.gateway.routes({ bot });
  const rule = { match: { path_prefix: '/mine/' }, backend: 'http://napcat:6099' };
  await here.call.gateway.saveRoutes({ bot, routes: { ...made, rules: [rule] } });
  await here.app.idle();
  const { id } = await here.call.snapshots.take({ bot, mayStop: false });
  file = (
    await here.call.snapshots.exportFile({ bot, snapshot: id, passphrase, path: join(folder, 'bot.botpier') })
  ).path;
}, 60_000);

afterAll(async () => {
  await here.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything in the snapshots of an app's data directory. */
async function kept(test: TestApp): Promise<string[]> {
  const found = await readdir(join(test.dir, 'snapshots'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('a file with everything', () => {
  it('holds neither names nor keys in the clear', async () => {
    const bytes = await readFile(file, 'latin1');
    for (const secret of ['sk-test-0123456789abcdef', 'koishi', 'refs/heads'])
      expect(bytes.includes(secret)).toBe(false);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(folder)).toEqual(['bot.botpier']);
  });

  it('lies among the exports where nobody says where, and is found there by its name', async () => {
    const [newest] = await here.call.snapshots.list({ bot });
    const saved = await here.call.snapshots.exportFile({ bot, snapshot: newest?.id ?? '', passphrase });
    expect(saved.name).toBe(`${bot}-${newest?.id}.botpier`);
    const { snapshots } = here.app;
    expect(await snapshots.findExport(saved.name ?? '')).toEqual({ path: saved.path, bytes: saved.bytes });
    expect(await snapshots.findExport(`${bot}-20260811T040000-k3x9q1.botpier`)).toBeUndefined();
    await expect(snapshots.findExport('../settings.json')).rejects.toThrow();
  });

  it('makes the same bot on another computer, with its device, its data, its key and its choices', async () => {
    const there = await createTestApp();
    try {
      // The account is the same, and so is the model that it asks.
      const imported = await there.call.snapshots.importFile({ path: file, passphrase });
      expect(imported.bot).toBe(there.bot().id);
      expect(await there.secrets.get(`bot.${imported.bot}.model.key`)).toBe('sk-test-0123456789abcdef');
      await there.call.snapshots.restore({ ...imported, mayStop: false });
      await there.until('a restored bot', (view) => view.name === 'the same' && view.stack === 'koishi');
      const data = (await volumesOf(there, imported.bot)).find((name) => name.includes('-koishi-data.'));
      const tree = treeOf(there, data ?? '');
      expect(tree).toHaveProperty(['/data/plugins/mine/.git/HEAD']);
      expect(tree).toHaveProperty(['/data/latest']);
      const record = (of: TestApp, id: string) =>
        readFile(join(of.dir, 'bots', `${id}.json`), 'utf8').then((text) => JSON.parse(text));
      const [one, other] = [await record(here, bot), await record(there, imported.bot)];
      expect(other.device).toEqual(one.device);
      expect(other.account).toEqual(one.account);
      expect(other).toMatchObject({ context: 'short', updates: { policy: 'pinned' } });
      expect(other.ports).not.toEqual({});
      const { rules } = await there.call.gateway.routes({ bot: imported.bot });
      expect(rules.map(({ match }) => match?.path_prefix)).toEqual(['/mine/']);
    } finally {
      await there.close();
    }
  }, 60_000);

  it.each<[string, string, (path: string) => Promise<unknown>, string?]>([
    ['a wrong passphrase', 'passphraseWrong', async () => {}, 'another one'],
    [
      'one that is cut short',
      'snapshotDamaged',
      async (path) => truncate(path, (await stat(path)).size - 20_000),
    ],
    ['one that was cut in its head', 'snapshotDamaged', (path) => truncate(path, 60)],
    [
      'one that was changed',
      'snapshotDamaged',
      async (path) => {
        const bytes = await readFile(path);
        bytes.writeUInt8((bytes.readUInt8(bytes.length - 3_000) + 1) % 256, bytes.length - 3_000);
        await writeFile(path, bytes);
      },
    ],
    ['something else', 'snapshotFileForeign', (path) => writeFile(path, 'a picture')],
    ['an empty file', 'snapshotFileForeign', (path) => writeFile(path, '')],
    ['none', 'snapshotFileForeign', (path) => rm(path)],
    ['a folder', 'snapshotFileForeign', async (path) => rm(path).then(() => mkdir(path))],
    ['a secret of somebody else', 'snapshotFileForeign', (path) => seal(path, [['readme.txt', 'hello']])],
    [
      'one of a newer BotPier',
      'snapshotNewer',
      (path) => seal(path, [['botpier-snapshot.json', '{"format":2}']]),
    ],
    [
      'one without a manifest',
      'snapshotDamaged',
      (path) => seal(path, [['botpier-snapshot.json', '{"format":1}']]),
    ],
    [
      'an object under a name that is not its own',
      'snapshotDamaged',
      (path) =>
        seal(path, [
          ['botpier-snapshot.json', '{"format":1}'],
          [`objects/${'a'.repeat(64)}`, 'hello'],
        ]),
    ],
  ])('%s is refused as %s, and nothing of it stays', async (_, code, spoil, other) => {
    const path = join(folder, 'spoilt');
    await writeFile(path, await readFile(file));
    await spoil(path);
    const before = await kept(here);
    await expect(here.call.snapshots.importFile({ path, passphrase: other ?? passphrase })).rejects.toThrow(
      code,
    );
    await here.app.idle();
    expect(await kept(here)).toEqual(before);
    await rm(path, { recursive: true, force: true });
  });

  it('is not written when an object is damaged, or there is no such folder', async () => {
    const { id } = await here.call.snapshots.take({ bot, mayStop: false });
    const wish = { bot, snapshot: id, passphrase };
    await writeFile(join(folder, 'a-file'), '');
    await expect(
      here.call.snapshots.exportFile({ ...wish, path: join(folder, 'a-file', 'x.botpier') }),
    ).rejects.toThrow('invalidInput');
    const [object] = (
      await readdir(join(here.dir, 'snapshots', 'objects'), { recursive: true, withFileTypes: true })
    ).filter((entry) => entry.isFile());
    const path = join(object?.parentPath ?? '', object?.name ?? '');
    const bytes = await readFile(path);
    await writeFile(path, 'damaged');
    await expect(
      here.call.snapshots.exportFile({ ...wish, path: join(folder, 'never.botpier') }),
    ).rejects.toThrow('snapshotDamaged');
    await writeFile(path, bytes);
    expect((await readdir(folder)).sort()).toEqual(['a-file', 'bot.botpier']);
  });
});

describe('a place that the page asks for', () => {
  it.each(['.bashrc', '../x.botpier', 'bot'])('is not %s', async (name) => {
    const { id } = await here.call.snapshots.take({ bot, mayStop: false });
    const path = name.startsWith('.') && name.endsWith('.botpier') ? name : join(folder, name);
    await expect(here.call.snapshots.exportFile({ bot, snapshot: id, passphrase, path })).rejects.toThrow(
      'invalid_format',
    );
  });

  it('is not where a file is already; our own folder has the newest', async () => {
    const { id } = await here.call.snapshots.take({ bot, mayStop: false });
    const before = await readFile(file);
    await expect(
      here.call.snapshots.exportFile({ bot, snapshot: id, passphrase, path: file }),
    ).rejects.toThrow('fileExists');
    expect(await readFile(file)).toEqual(before);
    const once = await here.call.snapshots.exportFile({ bot, snapshot: id, passphrase });
    expect(await here.call.snapshots.exportFile({ bot, snapshot: id, passphrase })).toMatchObject({
      path: once.path,
    });
  });
});

async function seal(path: string, files: [name: string, text: string][]): Promise<void> {
  const tar = writeTar(
    files.map(([name, text]) => {
      const content = Buffer.from(text);
      return {
        type: 'file',
        name,
        mode: 0o600,
        uid: 0,
        gid: 0,
        size: content.length,
        content: [content],
      } as const;
    }),
  );
  const pieces = [];
  for await (const piece of tar) pieces.push(piece);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  await writeFile(path, await encrypter.encrypt(Buffer.concat(pieces)));
}
