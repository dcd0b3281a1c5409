import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../contract/errors';
import type { SyncFailure } from '../../contract/sync';
import type { ObjectStore } from '../snapshots/object-store';
import { createRepositorySync } from './create-repository-sync';
import type { PushResult } from './repository-sync';
import {
  createTestSync,
  noise,
  OWNER,
  REPOSITORY,
  TEST_BOT,
  type TestComputer,
  type TestFiles,
  type TestSync,
} from './test-sync';

// Each save is a dozen runs of git here, and as many at the host.
vi.setConfig({ testTimeout: 60_000 });

let test: TestSync;
let desk: TestComputer;

beforeEach(async () => {
  test = await createTestSync();
  desk = await test.computer();
});
afterEach(() => test.close());

const change = (change: Parameters<TestSync['host']['repositories']['change']>[2]) =>
  test.host.repositories.change(OWNER, REPOSITORY, change);
const failed = (result: PushResult): { code: string; params: SyncFailure['params'] } =>
  result.kind === 'failed' ? result.failure : { code: result.kind, params: {} };
const FILES: TestFiles = { 'koishi/data/a': 'one', 'koishi/config/b': 'two' };
const NEXT: TestFiles = { ...FILES, 'koishi/data/a': 'three' };
const LARGE: TestFiles = { ...NEXT, 'koishi/data/large': noise(3_000_000) };
const saved = async () => desk.filesOf(await desk.restore());

describe('a save that goes wrong', () => {
  it.each<[string, () => unknown, string, object]>([
    ['a revoked token', () => test.host.tokens.revoke(test.token), 'syncTokenRefused', {}],
    ['an expired token', () => test.host.tokens.expire(test.token), 'syncTokenRefused', {}],
    ['a public repository', () => change({ private: false }), 'syncPublic', { repository: 'alice/bot' }],
    ['an archived repository', () => change({ archived: true }), 'syncArchived', {}],
    [
      'a deleted repository',
      () => test.host.repositories.delete(OWNER, REPOSITORY),
      'syncRepositoryMissing',
      {},
    ],
    ['a protected branch', () => change({ protection: { main: 'all' } }), 'syncBranchProtected', {}],
    [
      'a limit',
      () => test.host.faults.set('primaryLimit', { resetInSeconds: 600 }),
      'syncRateLimited',
      { until: Date.UTC(2026, 10, 29, 0, 10) },
    ],
    [
      'a second limit',
      () => test.host.faults.set('secondaryLimit', { retryAfterSeconds: 90 }),
      'syncRateLimited',
      { until: Date.UTC(2026, 10, 29, 0, 1, 30) },
    ],
    [
      'a locked sign-in',
      () => test.host.faults.set('loginLocked', {}),
      'syncRateLimited',
      { until: Date.UTC(2026, 10, 29, 0, 15) },
    ],
    ['a line that is cut', () => test.host.faults.set('lineCut', {}), 'syncOffline', {}],
    ['git cut off', () => test.host.faults.set('lineCut', { on: ['git'] }), 'syncOffline', {}],
    [
      'a server in trouble',
      () => test.host.faults.set('serverError', { on: ['api'] }),
      'syncOffline',
      { status: 502 },
    ],
    ['git in trouble', () => test.host.faults.set('serverError', { on: ['git'] }), 'syncOffline', {}],
    [
      'a push cut in the middle',
      () => test.host.faults.set('pushCut', { afterBytes: 100 }),
      'syncOffline',
      {},
    ],
    ['a push that got lost', () => test.host.faults.set('pushDroppedBefore', {}), 'syncOffline', {}],
  ])('says so of %s, changes nothing, and is made up for', async (_, spoil, code, params) => {
    await desk.push(FILES);
    await spoil();
    expect(failed(await desk.push(NEXT))).toMatchObject({ code, params });
  });

  it.each<[string, Parameters<TestSync['host']['tokens']['add']>[0], string, object]>([
    ['of another account', { owner: 'mallory' }, 'syncRepositoryMissing', {}],
    ['without a scope', { owner: OWNER, scopes: [] }, 'syncRepositoryMissing', {}],
    [
      'for another repository',
      { owner: OWNER, kind: 'fineGrained', repositories: ['other'] },
      'syncRepositoryMissing',
      {},
    ],
    [
      'that may only read',
      { owner: OWNER, kind: 'fineGrained', permissions: { contents: 'read' } },
      'syncForbidden',
      {},
    ],
  ])('names what is wrong with a token %s', async (_, wanted, code, params) => {
    const token = test.host.tokens.add(wanted);
    const result = await desk.push(FILES, { target: { ...test.target, token } });
    expect(failed(result)).toMatchObject({ code, params });
    expect(JSON.stringify(result)).not.toContain(token);
  });

  it('leads to where an organisation wants the token authorised', async () => {
    test.host.accounts.addOrganization('org');
    await test.host.repositories.create({ owner: 'org', name: 'bot', private: true });
    await test.host.repositories.change('org', 'bot', { collaborators: { [OWNER]: 'push' } });
    const token = test.host.tokens.add({ owner: OWNER, ssoMissing: ['org'] });
    const target = { ...test.target, repository: 'org/bot', token };
    const { code, params } = failed(await desk.push(FILES, { target }));
    expect([code, new URL(String(params['url'])).hostname]).toEqual(['syncSso', 'github.com']);
  });

  it('is saved all the same when only the answer got lost', async () => {
    for (const files of [FILES, NEXT]) {
      test.host.faults.set('pushDroppedAfter', { times: 1 });
      expect(await desk.push(files)).toMatchObject({ kind: 'done' });
    }
    expect(await saved()).toEqual(NEXT);
    expect(await test.oracle.commits(OWNER, REPOSITORY)).toHaveLength(3);
  });

  it('is found out about by the next run when it could not be asked how it ended', async () => {
    await desk.push(FILES);
    const controller = new AbortController();
    test.host.faults.set('pushDroppedAfter', {});
    const onProgress = () => {
      if (test.host.counters.tallies.gitPush.requests >= 2) controller.abort(new Error('closed'));
    };
    await desk.push(NEXT, { signal: controller.signal, onProgress }).catch(() => undefined);
    test.host.faults.clear();
    desk.restart();
    const result = await desk.push(NEXT);
    expect(['nothing', 'done']).toContain(result.kind);
    expect(await saved()).toEqual(NEXT);
  });

  it('goes on by the name that a repository was given later', async () => {
    await desk.push(FILES);
    await change({ name: 'renamed' });
    expect(await desk.push(NEXT)).toMatchObject({ kind: 'done', repository: `${OWNER}/renamed` });
  });

  it('sends again what of a large file arrived half, or arrived without an answer', async () => {
    await desk.push(FILES);
    test.host.faults.set('uploadCut', { times: 1, afterBytes: 500_000 });
    expect(failed(await desk.push(LARGE)).code).toBe('syncOffline');
    test.host.faults.set('uploadDroppedAfter', { times: 1 });
    expect(failed(await desk.push(LARGE)).code).toBe('syncOffline');
    expect(await desk.push(LARGE)).toMatchObject({ kind: 'done' });
    expect(await test.oracle.assets(OWNER, REPOSITORY)).toMatchObject([{ state: 'uploaded' }]);
    expect(await (await test.computer()).restore(desk.keys.identity)).toMatchObject({
      manifest: await desk.snapshot(LARGE),
    });
  });

  it('is refused by push protection, with the place that it names', async () => {
    await change({ pushProtection: true });
    const result = await desk.push({ 'koishi/data/leak.txt': `token: ghp_${'a1B2'.repeat(9)}` });
    expect(failed(result).code).toBe('syncSecretsBlocked');
  });

  it('sends nothing of a copy that is not whole any more', async () => {
    const manifest = await desk.snapshot(FILES);
    const [entry] = manifest.entries;
    if (entry?.type !== 'file') throw new Error('no file');
    await writeFile(desk.objects.pathOf(entry.sha256), 'other');
    expect(failed(await desk.push({}, { manifest })).code).toBe('syncNoCopy');
    expect(await test.oracle.head(OWNER, REPOSITORY)).toBeUndefined();
  });

  it('is stopped at once, and made up for by the next one', async () => {
    const controller = new AbortController();
    controller.abort(new Error('cancelled'));
    await expect(desk.push(FILES, { signal: controller.signal })).rejects.toThrow('cancelled');
    const during = new AbortController();
    const run = desk.push(LARGE, {
      signal: during.signal,
      onProgress: ({ phase }) => phase === 'uploading' && during.abort(new Error('cancelled')),
    });
    await expect(run).rejects.toThrow('cancelled');
    expect(await desk.push(LARGE)).toMatchObject({ kind: 'done' });
  });

  it('makes its local repository again when that was damaged', async () => {
    await desk.push(FILES);
    const objects = join(desk.dir, 'sync', TEST_BOT, 'repository.git', 'objects');
    for (const name of await readdir(objects, { recursive: true })) {
      const path = join(objects, name);
      if (/[0-9a-f]{38}$/.test(name)) await chmod(path, 0o600).then(() => writeFile(path, ''));
    }
    expect(await desk.push(NEXT)).toMatchObject({ kind: 'done' });
    await rm(join(desk.dir, 'sync', TEST_BOT, 'repository.git'), { recursive: true });
    expect(await desk.push(FILES)).toMatchObject({ kind: 'done' });
    await mkdir(join(desk.dir, 'sync', TEST_BOT, 'repository.git', 'refs'), { recursive: true });
    await writeFile(join(desk.dir, 'sync', TEST_BOT, 'repository.git', 'staged-index.lock'), '');
    expect(await desk.push(NEXT)).toMatchObject({ kind: 'done' });
    await test.oracle.check(OWNER, REPOSITORY);
  });

  it('says that there is no git, or one that is too old', async () => {
    const { PATH } = process.env;
    const { api, git } = test.host.urls;
    const open = () =>
      createRepositorySync({
        dir: desk.dir,
        clock: test.clock,
        objects: desk.objects,
        gitFolders: [],
        proxy: () => '',
        endpoints: { api, git },
      });
    try {
      process.env['PATH'] = desk.dir;
      await expect(open().git()).rejects.toMatchObject({
        failure: { code: 'syncGitMissing', params: { oldest: '2.32' } },
      });
      await writeFile(join(desk.dir, 'git'), '#!/bin/sh\necho git version 2.25.1\n', { mode: 0o755 });
      await expect(open().git()).rejects.toMatchObject({
        failure: { code: 'syncGitMissing', params: { found: '2.25.1' } },
      });
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

describe('a key that does not fit', () => {
  it('is said before anything is saved with it', async () => {
    await desk.push(FILES);
    const other = await desk.sync.createKeys();
    expect(failed(await desk.push(NEXT, { keys: other })).code).toBe('syncKeyWrong');
    expect(failed(await desk.push(NEXT, { keys: { ...other, identity: 'lost' } })).code).toBe('syncKeyLost');
    expect(await desk.sync.checkKey(test.target, other.identity)).toBe(false);
    expect(await desk.sync.checkKey(test.target, 'not a key')).toBe(false);
    expect(await desk.sync.checkKey(test.target, desk.keys.recoveryKey)).toBe(true);
    await expect(desk.restore(other.recoveryKey)).rejects.toMatchObject({
      failure: { code: 'syncKeyWrong' },
    });
    expect(await saved()).toEqual(FILES);
  });

  it('seals everything anew when the recovery key is replaced', async () => {
    await desk.push(FILES);
    const other = await desk.sync.createKeys();
    const keys = { identity: desk.keys.identity, recoveryRecipient: other.recoveryRecipient };
    expect(await desk.push(FILES, { keys })).toMatchObject({ kind: 'done' });
    await expect(desk.restore(desk.keys.recoveryKey)).rejects.toMatchObject({
      failure: { code: 'syncKeyWrong' },
    });
    expect(await desk.filesOf(await desk.restore(other.recoveryKey))).toEqual(FILES);
  });
});

describe('a restore', () => {
  const refuses = async (code: string) => {
    const fresh = await test.computer();
    await expect(fresh.restore(desk.keys.identity)).rejects.toMatchObject({ failure: { code } });
  };

  it('takes nothing for whole that is not', async () => {
    await desk.push(LARGE);
    test.host.faults.set('downloadTampered', { times: 1 });
    await refuses('syncDamaged');
    test.host.faults.set('downloadCut', { times: 1, afterBytes: 1_000 });
    await refuses('syncOffline');
    test.host.faults.set('fetchCut', { times: 1, afterBytes: 300 });
    await refuses('syncOffline');
    const [asset] = (
      await test.octokit(test.token).rest.repos.listReleases({ owner: OWNER, repo: REPOSITORY })
    ).data.flatMap(({ assets }) => assets);
    await test
      .octokit(test.token)
      .rest.repos.deleteReleaseAsset({ owner: OWNER, repo: REPOSITORY, asset_id: asset?.id ?? 0 });
    await refuses('syncDamaged');
    expect(await desk.push({ ...LARGE, 'koishi/data/a': 'four' })).toMatchObject({ kind: 'done' });
    const fresh = await test.computer();
    expect((await fresh.restore(desk.keys.identity)).generation).toBe(2);
  });

  it.each([
    ['a file', 'botpier/data/koishi/data/a', 'other'],
    ['an encrypted file', 'botpier/sealed/koishi/config/b.age', 'age-encryption.org/v1\n'],
    ['an encrypted database', 'botpier/sealed/koishi/config/qq.db.blocks', 'x'.repeat(150_000)],
    ['a pointer', 'botpier/large/koishi/data/large.json', '{}'],
    ['the manifest', 'botpier/manifest.jsonl', '{}\n'],
    ['the bundle', 'botpier/bot.age', 'nothing'],
    ['something besides', 'botpier/data/koishi/data/more', 'more'],
  ])('refuses %s that was changed by hand', async (_, path, content) => {
    await desk.push({ ...LARGE, 'koishi/config/qq.db': noise(150_000) });
    const copy = `${test.root}/copy`;
    await test.git(test.token, 'clone', '--quiet', test.host.repositories.cloneUrl(OWNER, REPOSITORY), copy);
    await writeFile(join(copy, path), content);
    await test.git(test.token, '-C', copy, 'add', '--all');
    await test.git(test.token, '-C', copy, 'commit', '--quiet', '--amend', '--no-edit');
    await test.git(test.token, '-C', copy, 'push', '--quiet', '--force', 'origin', 'HEAD:main');
    await refuses('syncDamaged');
  });

  it('stops where the disk is full, with nothing handed out', async () => {
    await desk.push(FILES);
    const { api, git } = test.host.urls;
    const full: ObjectStore = {
      ...desk.objects,
      has: async () => false,
      put: () => Promise.reject(new AppError('diskFull')),
    };
    const options = {
      dir: desk.dir,
      clock: test.clock,
      gitFolders: [],
      proxy: () => '',
      endpoints: { api, git },
    };
    const sync = createRepositorySync({ ...options, objects: full });
    const restoring = sync.restore({ target: test.target, key: desk.keys.identity });
    await expect(restoring).rejects.toMatchObject({ failure: { code: 'syncDiskFull' } });
  });

  it('is told where there is nothing yet', () => refuses('syncRepositoryMissing'));
});
