// Long because it is one repository, in both of its formats, and everything that may be wrong with it.
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BotId } from '../../contract/ids';
import { type SnapshotEntry, SnapshotManifest } from '../../contract/snapshot';
import { createManualClock } from '../../lib/manual-clock';
import { createTestCodeHost, type TestCodeHost } from '../../rehearsal/code-host/test-code-host';
import { astrbotStack } from '../../stacks/astrbot';
import { koishiStack } from '../../stacks/koishi';
import { allPartsOf, type Stack } from '../../stacks/stack';
import { createObjectStore } from '../snapshots/create-object-store';
import type { ObjectStore } from '../snapshots/object-store';
import { createLegacyImport } from './create-legacy-import';
import type { LegacyImport, LegacyReading } from './legacy-import';
import {
  type LegacyFormat,
  OWNER,
  REPOSITORY,
  writeDatabase,
  writeLegacyRepository,
} from './test-legacy-repository';

const clock = createManualClock(Date.UTC(2026, 10, 29));
const BOT = BotId.parse('imported');
const LARGE = randomBytes(180_000);
const DATABASE = writeDatabase({ personas: [] }, { padding: 90_000 }).file;

/** What somebody has after some weeks with the older tool. */
const FILES = {
  'home/user/AstrBot/data/cmd_config.json': '\uFEFF{\n  "admins_id": ["10001"]\n}',
  'home/user/AstrBot/data/data_v4.db': DATABASE,
  'home/user/AstrBot/data/plugins/表情包/图片 一.png': LARGE,
  'home/user/AstrBot/data/plugins/表情包/main.py': 'print("你好")\n',
  'home/user/config/onebot11_10001.json': '{"network":{}}',
  'app/napcat/config/napcat.json': '{"fileLog":false}',
  'app/.config/QQ/nt_qq/global/nt_data/Login/login.db': randomBytes(4_000),
  'home/user/gemini-data/gemini_balance.db': randomBytes(2_000),
  'home/user/gemini-balance-main/.env': 'API_KEYS=["AIza"]',
  'home/user/nginx/admin_config.json': '{"rules":[]}',
};

/** Where that belongs now. */
const PLACES: Readonly<Record<string, string>> = {
  'astrbot/data/cmd_config.json': 'home/user/AstrBot/data/cmd_config.json',
  'astrbot/data/data_v4.db': 'home/user/AstrBot/data/data_v4.db',
  'astrbot/data/plugins/表情包/图片 一.png': 'home/user/AstrBot/data/plugins/表情包/图片 一.png',
  'astrbot/data/plugins/表情包/main.py': 'home/user/AstrBot/data/plugins/表情包/main.py',
  'napcat/config/onebot11_10001.json': 'home/user/config/onebot11_10001.json',
  'napcat/config/napcat.json': 'app/napcat/config/napcat.json',
  'napcat/qq/nt_qq/global/nt_data/Login/login.db': 'app/.config/QQ/nt_qq/global/nt_data/Login/login.db',
  'gemini-balance/data/gemini_balance.db': 'home/user/gemini-data/gemini_balance.db',
};
const DATA = 'home/user/AstrBot/data';

let test: TestCodeHost;
let token: string;
let objects: ObjectStore;
let legacy: LegacyImport;
beforeEach(async () => {
  test = await createTestCodeHost({ clock });
  token = test.host.tokens.add({ owner: OWNER });
  await test.host.repositories.create({ owner: OWNER, name: REPOSITORY });
  objects = createObjectStore(join(test.root, 'objects'));
  const { api, git } = test.host.urls;
  const endpoints = { api, git };
  legacy = createLegacyImport({
    dir: join(test.root, 'app'),
    clock,
    objects,
    gitFolders: [],
    proxy: () => '',
    endpoints,
  });
});
afterEach(() => test.close());

const source = (stack: Stack = astrbotStack) => ({
  target: { repository: `${OWNER}/${REPOSITORY}`, branch: 'main', token },
  services: allPartsOf(stack).map(({ service }) => service),
});
const look = () => legacy.look(source());
async function read(change: Partial<LegacyReading> = {}) {
  const { commit } = await look();
  const reading = {
    ...source(),
    commit,
    leaveOut: [],
    bot: BOT,
    record: { id: BOT },
    id: '20261129T000000-abc123',
  };
  return legacy.read({ ...reading, ...change });
}
const placeOf = ({ service, volume, path }: SnapshotEntry) => `${service}/${volume}/${path}`;
async function contentsOf({ entries }: SnapshotManifest): Promise<Record<string, Buffer>> {
  const files = entries.filter((entry) => entry.type === 'file');
  const read = files.map(
    async (file) => [placeOf(file), await readFile(objects.pathOf(file.sha256))] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}
const damaged = (path: string) => ({ code: 'legacyDamaged', params: { path } });

describe.each<LegacyFormat>(['release-asset', 'lfs-pointer'])(
  'a repository with pointers of the form %s',
  (format) => {
    const write = (files: Parameters<typeof writeLegacyRepository>[3] = FILES) =>
      writeLegacyRepository(test, token, format, files);

    it('comes along byte for byte, and is left as it was', async () => {
      await write();
      const before = await test.oracle.fingerprint(OWNER, REPOSITORY);
      const report = await look();
      expect(report).toMatchObject({
        repository: 'alice/backup',
        files: 9,
        large: { files: 2, bytes: LARGE.length + DATABASE.length },
      });
      expect(report.parts.map(({ service, files }) => [service, files])).toEqual([
        ['napcat', 3],
        ['astrbot', 4],
        ['gemini-balance', 2],
      ]);
      expect(report.left.filter(({ why }) => why === 'noPlace').map(({ path }) => path)).toEqual([
        'home/user/nginx/admin_config.json',
      ]);
      expect(report.left.filter(({ why }) => why !== 'noPlace').every(({ why }) => why === 'toolsOwn')).toBe(
        true,
      );

      const { manifest, left, texts } = await read();
      expect([...texts]).toEqual([['home/user/gemini-balance-main/.env', 'API_KEYS=["AIza"]']]);
      expect(SnapshotManifest.parse(manifest)).toEqual(manifest);
      expect(left).toEqual(report.left);
      const contents = await contentsOf(manifest);
      expect(Object.keys(contents).sort()).toEqual(Object.keys(PLACES).sort());
      for (const [place, path] of Object.entries(PLACES))
        expect(contents[place]?.equals(Buffer.from(FILES[path as keyof typeof FILES]))).toBe(true);

      expect(await test.oracle.fingerprint(OWNER, REPOSITORY)).toBe(before);
      const { apiWrite, gitPush, upload } = test.host.counters.tallies;
      test.host.counters.reset();
      await read();
      expect(test.host.counters.tallies).toMatchObject({
        apiWrite: { requests: 0 },
        gitPush: { requests: 0 },
        upload: { requests: 0 },
      });
      expect([apiWrite.requests, gitPush.requests, upload.requests].every((count) => count > 0)).toBe(true);
      expect(
        test.host.counters.requests.filter(({ kind, hasToken }) => kind === 'download' && hasToken),
      ).toEqual([]);
    });

    it('is refused while a large file is lost or only half there, and comes without it when the user says so', async () => {
      const { pointers } = await write();
      const database = `${DATA}/data_v4.db`;
      const { rest } = test.octokit(token);
      const at = { owner: OWNER, repo: REPOSITORY };
      const { data: releases } = await rest.repos.listReleases(at);
      const asset = releases[0]?.assets.find(({ name }) => name.endsWith('-data_v4.db'));
      await rest.repos.deleteReleaseAsset({ ...at, asset_id: asset?.id ?? 0 });
      expect((await look()).left).toContainEqual({ path: database, why: 'lost' });
      await expect(read()).rejects.toMatchObject(damaged(database));

      test.host.faults.set('uploadCut', { times: 1, afterBytes: 1_000 });
      const again = {
        ...at,
        release_id: releases[0]?.id ?? 0,
        url: releases[0]?.upload_url ?? '',
        name: asset?.name ?? '',
      };
      const sending = rest.repos.uploadReleaseAsset({
        ...again,
        data: DATABASE as unknown as string,
        headers: { 'content-length': DATABASE.length },
      });
      await expect(sending).rejects.toThrow();
      await expect(read()).rejects.toMatchObject(damaged(database));
      const { manifest, left } = await read({ leaveOut: [database] });
      expect(Object.keys(await contentsOf(manifest))).not.toContain('astrbot/data/data_v4.db');
      expect(left).toContainEqual({ path: database, why: 'lost' });
      expect((await read({ withoutLost: true })).left).toEqual(left);
      expect(pointers[database]).toBeDefined();
    });

    it('is refused with an asset that was tampered with, on the way or for good', async () => {
      const { folder, push, pointers } = await write();
      const picture = `${DATA}/plugins/表情包/图片 一.png`;
      test.host.faults.set('downloadTampered', {});
      await expect(read()).rejects.toMatchObject({ code: 'legacyDamaged' });
      test.host.faults.clear();
      const sum = createHash('sha256').update(LARGE).digest('hex');
      const other = createHash('sha256').update('other').digest('hex');
      await writeFile(join(folder, `${picture}.pointer`), (pointers[picture] ?? '').replaceAll(sum, other));
      await push();
      await expect(read()).rejects.toMatchObject(damaged(picture));
    });

    it('is refused with a pointer that cannot be read, which comes along as it is when the user says so', async () => {
      const { folder, push, pointers } = await write();
      const path = `${DATA}/data_v4.db.pointer`;
      const odd = (pointers[`${DATA}/data_v4.db`] ?? '').slice(0, 60);
      await writeFile(join(folder, path), odd);
      await push();
      await expect(read()).rejects.toMatchObject(damaged(path));
      const { manifest } = await read({ leaveOut: [path] });
      expect((await contentsOf(manifest))['astrbot/data/data_v4.db.pointer']?.toString()).toBe(odd);
    });
  },
);

describe('a file', () => {
  const write = (files: Parameters<typeof writeLegacyRepository>[3]) =>
    writeLegacyRepository(test, token, 'release-asset', files);

  it('whose upload the tool did not find again is found by its sum or its prefix', async () => {
    const { pointers } = await write({ [`${DATA}/模型.bin`]: LARGE });
    expect(JSON.parse(pointers[`${DATA}/模型.bin`] ?? '')).toMatchObject({ asset_id: null });
    expect(await contentsOf((await read()).manifest)).toEqual({ 'astrbot/data/模型.bin': LARGE });
  });

  it('that two folders hold comes from the one that was in use', async () => {
    await write({
      'app/napcat/config/a.json': 'old',
      'home/user/config/a.json': 'new',
      'app/napcat/config/b.json': 'b',
    });
    const { manifest, left } = await read();
    const contents = await contentsOf(manifest);
    expect([
      contents['napcat/config/a.json']?.toString(),
      contents['napcat/config/b.json']?.toString(),
    ]).toEqual(['new', 'b']);
    expect(left).toContainEqual({ path: 'app/napcat/config/a.json', why: 'taken' });
  });

  it('that was committed beside its pointer gives way to it', async () => {
    const { folder, push } = await write({ [`${DATA}/data_v4.db`]: DATABASE });
    await writeFile(join(folder, DATA, 'data_v4.db'), 'older, and small');
    await push();
    const { manifest, left } = await read();
    expect(await contentsOf(manifest)).toEqual({ 'astrbot/data/data_v4.db': DATABASE });
    expect(left).toContainEqual({ path: `${DATA}/data_v4.db`, why: 'taken' });
  });

  it('keeps whether it is a program, and its name, whatever that is made of', async () => {
    const { folder, push } = await write({ [`${DATA}/run.sh`]: '#!/bin/sh\n' });
    await chmod(join(folder, DATA, 'run.sh'), 0o755);
    const odd = Buffer.concat([
      Buffer.from(`${folder}/${DATA}/d`),
      Buffer.from([0xff, 0x2f]),
      Buffer.from('a\nb:?'),
    ]);
    await mkdir(odd.subarray(0, odd.lastIndexOf(0x2f)));
    await writeFile(odd, 'odd');
    await push();
    const { entries } = (await read()).manifest;
    expect(entries.find(({ path }) => path === 'run.sh')).toMatchObject({ mode: 0o755, uid: 0 });
    const [folderEntry, file] = entries.filter(({ bytes }) => bytes !== undefined);
    expect([folderEntry?.type, file?.type]).toEqual(['folder', 'file']);
    expect(Buffer.from(file?.bytes ?? '', 'base64').toString('latin1')).toBe('d\xff/a\nb:?');
  });

  it('that is a link comes along when it stays inside, and else is told', async () => {
    const { folder, push } = await write({ [`${DATA}/plugins/a.txt`]: 'a' });
    await symlink('../plugins/a.txt', join(folder, DATA, 'plugins', 'inside'));
    await symlink('../../../../../etc/passwd', join(folder, DATA, 'climbs'));
    await symlink('/home/user/.astrbot-backup/x', join(folder, DATA, 'absolute'));
    await push();
    const { manifest, left } = await read();
    expect(manifest.entries.filter(({ type }) => type === 'link')).toMatchObject([
      { path: 'plugins/inside', target: '../plugins/a.txt' },
    ]);
    const outside = left.filter(({ why }) => why === 'leadsOutside').map(({ path }) => path);
    expect(outside.sort()).toEqual([`${DATA}/absolute`, `${DATA}/climbs`]);
  });

  it('of a repository inside the repository was never saved, and that is told', async () => {
    const { folder, push } = await write({ [`${DATA}/a.txt`]: 'a' });
    const plugin = join(folder, DATA, 'plugins', 'cloned');
    await mkdir(plugin, { recursive: true });
    await test.git(undefined, 'init', '--quiet', plugin);
    await writeFile(join(plugin, 'main.py'), 'x');
    await test.git(undefined, '-C', plugin, 'add', 'main.py');
    await test.git(undefined, '-C', plugin, 'commit', '--quiet', '--message=x');
    await push();
    expect((await look()).left).toContainEqual({ path: `${DATA}/plugins/cloned`, why: 'notSaved' });
  });
});

describe('a database', () => {
  const database = `${DATA}/data_v4.db`;
  const write = (files: Parameters<typeof writeLegacyRepository>[3]) =>
    writeLegacyRepository(test, token, 'lfs-pointer', { [`${DATA}/cmd_config.json`]: '{}', ...files });
  const torn = Buffer.concat([DATABASE.subarray(0, 8_192), randomBytes(20_000), DATABASE.subarray(28_192)]);
  const { file, log } = writeDatabase({ personas: [{ persona_id: 'a' }] }, { wal: true });

  it.each([
    ['was torn while it was copied', torn],
    ['is none at all', randomBytes(4_000)],
    ['of a plugin was torn', torn],
  ])('that %s is refused by name, and can be done without', async (what, content) => {
    const path = what.includes('plugin') ? `${DATA}/plugin_data/memes/index.bin` : database;
    await write({ [path]: content, [`${path}-wal`]: 'what was left of it' });
    await expect(read()).rejects.toMatchObject(damaged(path));
    const { manifest, left } = await read({ leaveOut: [path] });
    expect(Object.keys(await contentsOf(manifest))).toEqual(['astrbot/data/cmd_config.json']);
    const lost = left.filter(({ why }) => why === 'lost').map((one) => one.path);
    expect(lost.sort()).toEqual([path, `${path}-wal`]);
  });

  it('comes with what the log beside it holds, as one file', async () => {
    await write({ [database]: file, [`${database}-wal`]: log });
    const { manifest } = await read();
    const contents = await contentsOf(manifest);
    expect(Object.keys(contents)).toEqual(['astrbot/data/cmd_config.json', 'astrbot/data/data_v4.db']);
    const [found] = manifest.services.flatMap(({ databases }) => databases);
    expect(found).toEqual({ volume: 'data', path: 'data_v4.db', state: 'whole' });
    const copy = join(test.root, 'recovered');
    await writeFile(copy, contents['astrbot/data/data_v4.db'] ?? '');
    const opened = new DatabaseSync(copy);
    expect(opened.prepare('SELECT persona_id FROM personas').all()).toEqual([{ persona_id: 'a' }]);
    opened.close();
  });
});

describe('a repository', () => {
  it('of nothing that the tool saves is a foreign one', async () => {
    await writeLegacyRepository(test, token, 'release-asset', { 'README.md': 'mine' });
    await expect(look()).rejects.toMatchObject({ code: 'legacyForeign' });
  });

  it('that is empty, missing or not to be seen is told apart from one that is broken', async () => {
    await expect(look()).rejects.toMatchObject({
      code: 'legacyEmpty',
      params: { repository: 'alice/backup', branch: 'main' },
    });
    const missing = { ...source(), target: { ...source().target, repository: 'alice/other' } };
    await expect(legacy.look(missing)).rejects.toMatchObject({ failure: { code: 'syncRepositoryMissing' } });
    test.host.tokens.revoke(token);
    await expect(look()).rejects.toMatchObject({ failure: { code: 'syncTokenRefused' } });
  });

  it('for a stack without that brain brings what the others have a place for', async () => {
    await writeLegacyRepository(test, token, 'release-asset', FILES);
    const { left, files } = await legacy.look(source(koishiStack));
    expect(files).toBeLessThan(8);
    expect(left).toContainEqual({ path: `${DATA}/cmd_config.json`, why: 'noPlace' });
  });

  it('that breaks off goes on where it was, and one that is cancelled ends', async () => {
    await writeLegacyRepository(test, token, 'lfs-pointer', FILES);
    test.host.faults.set('downloadCut', { times: 1, afterBytes: 1_000 });
    await expect(read()).rejects.toMatchObject({ failure: { code: 'syncOffline' } });
    const cancelling = new AbortController();
    const onProgress = () => cancelling.abort(new Error('cancelled'));
    await expect(read({ signal: cancelling.signal, onProgress })).rejects.toThrow('cancelled');
    const seen: number[] = [];
    const { manifest } = await read({
      onProgress: ({ doneBytes, totalBytes }) =>
        void (totalBytes && seen.push((doneBytes ?? 0) / totalBytes)),
    });
    expect(seen.at(-1)).toBe(1);
    expect(Object.keys(await contentsOf(manifest))).toHaveLength(8);
    await legacy.look(source());
    const fetched = join(test.root, 'app', 'sync', 'legacy');
    expect(await readdir(fetched)).toHaveLength(1);
    await legacy.clear();
    await expect(readdir(fetched)).rejects.toThrow('ENOENT');
  });
});
