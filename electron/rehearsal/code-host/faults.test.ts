import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { createTestCodeHost, type TestCodeHost } from './test-code-host';

const AT = { owner: 'alice', repo: 'data' };
const clock = createManualClock(Date.UTC(2026, 10, 20));

let test: TestCodeHost;
let token: string;
let url: string;
beforeEach(async () => {
  test = await createTestCodeHost({ clock });
  token = test.host.tokens.add({ owner: 'alice' });
  await test.host.repositories.create({ owner: 'alice', name: 'data', autoInit: true });
  url = test.host.repositories.cloneUrl('alice', 'data');
});
afterEach(async () => {
  expect(test.schemaErrors).toEqual([]);
  await test.close();
});

/** Programs of git's that still run for the host in this folder, as Linux knows them. */
async function programsWith(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
      return environment.includes(`GIT_PROJECT_ROOT=${folder}`) ? id : [];
    }),
  );
  return found.flat();
}

describe('pushes', () => {
  const pushOther = async (bytes = 100_000) => {
    const folder = await test.workingCopy({ 'a.bin': randomBytes(bytes) });
    return test.git(token, '-C', folder, 'push', url, 'main:refs/heads/other');
  };

  it('are lost on the way, in the middle and on the way back', async () => {
    test.host.faults.set('pushDroppedBefore', { times: 1 });
    await expect(pushOther()).rejects.toThrow();
    expect(await test.oracle.head('alice', 'data', 'other')).toBeUndefined();
    test.host.faults.set('pushCut', { times: 1, afterBytes: 50_000 });
    await expect(pushOther()).rejects.toThrow();
    expect(await test.oracle.head('alice', 'data', 'other')).toBeUndefined();
    // The rest of a small one has come before the line breaks.
    test.host.faults.set('pushCut', { times: 1, afterBytes: 100 });
    await expect(pushOther(300)).rejects.toThrow();
    await expect.poll(() => programsWith(test.root), { timeout: 5_000 }).toEqual([]);
    test.host.faults.set('pushDroppedAfter', { times: 1 });
    await expect(pushOther()).rejects.toThrow();
    expect(await test.oracle.head('alice', 'data', 'other')).toBeDefined();
    expect(test.host.counters.requests.filter(({ kind, status }) => kind === 'gitPush' && status)).toEqual(
      [],
    );
    await test.oracle.check('alice', 'data');
  });

  it('and fetches break off', async () => {
    await pushOther();
    test.host.faults.set('fetchCut', { times: 1, afterBytes: 10_000 });
    const clone = () => test.git(token, 'clone', '--quiet', '--branch=other', url, `${test.root}/clone`);
    await expect(clone()).rejects.toThrow();
    await clone();
  });
});

describe('assets', () => {
  const bytes = randomBytes(200_000);
  const upload = async (name: string) => {
    const octokit = test.octokit(token);
    const { data: release } = await octokit.rest.repos
      .getReleaseByTag({ ...AT, tag: 'blobs' })
      .catch(() => octokit.rest.repos.createRelease({ ...AT, tag_name: 'blobs' }));
    return octokit.rest.repos.uploadReleaseAsset({
      ...AT,
      release_id: release.id,
      url: release.upload_url,
      name,
      data: bytes as unknown as string,
      headers: { 'content-length': bytes.length },
    });
  };
  const assets = () => test.oracle.assets('alice', 'data');

  it('break off as starters, which hold the name until they are deleted', async () => {
    test.host.faults.set('uploadCut', { times: 1, afterBytes: 60_000 });
    await expect(upload('x')).rejects.toMatchObject({ status: 500 });
    expect(await assets()).toMatchObject([{ name: 'x', state: 'starter' }]);
    await expect(upload('x')).rejects.toMatchObject({ status: 422 });
    const octokit = test.octokit(token);
    const { data: release } = await octokit.rest.repos.getReleaseByTag({ ...AT, tag: 'blobs' });
    expect(release.assets).toMatchObject([{ state: 'starter', digest: null }]);
    await octokit.rest.repos.deleteReleaseAsset({ ...AT, asset_id: release.assets[0]?.id ?? 0 });
    await upload('x');
    expect(await assets()).toMatchObject([{ name: 'x', state: 'uploaded' }]);
  });

  it('are kept though the answer is lost', async () => {
    test.host.faults.set('uploadDroppedAfter', { times: 1 });
    await expect(upload('x')).rejects.toMatchObject({ status: 500 });
    expect(await assets()).toMatchObject([{ name: 'x', state: 'uploaded' }]);
  });

  it('come tampered with, or only in part', async () => {
    const { data: asset } = await upload('x');
    const download = async () => {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/octet-stream' };
      return Buffer.from(await (await fetch(asset.url, { headers })).arrayBuffer());
    };
    test.host.faults.set('downloadTampered', { times: 1 });
    const tampered = await download();
    expect(tampered.length).toBe(bytes.length);
    expect(tampered.equals(bytes)).toBe(false);
    test.host.faults.set('downloadCut', { times: 1, afterBytes: 1_000 });
    await expect(download()).rejects.toThrow();
    expect((await download()).equals(bytes)).toBe(true);
  });
});

describe('the line and the service', () => {
  const user = () => test.octokit(token).rest.users.getAuthenticated();

  it('are slow, silent, cut or broken, at one host or at all', async () => {
    test.host.faults.set('lineCut', { times: 1, on: ['git'] });
    await user();
    await expect(test.git(token, 'ls-remote', url)).rejects.toThrow();
    test.host.faults.set('lineCut', { times: 1 });
    await expect(user()).rejects.toMatchObject({ status: 500 });
    test.host.faults.set('serverError', { times: 1, status: 503 });
    await expect(user()).rejects.toMatchObject({ status: 503 });

    test.host.faults.set('delay', { times: 1, ms: 9_000 });
    let isAnswered = false;
    const slow = user().then(() => {
      isAnswered = true;
    });
    while (test.host.counters.requests.length < 3) await clock.advance(1_000);
    await clock.advance(1_000);
    expect(isAnswered).toBe(false);
    await clock.advance(9_000);
    await slow;

    test.host.faults.set('hang', { times: 1 });
    const leaving = new AbortController();
    const silent = test.octokit(token).request('GET /user', { request: { signal: leaving.signal } });
    leaving.abort();
    await expect(silent).rejects.toThrow();
    test.host.faults.set('lineCut', {});
    test.host.faults.clear();
    await user();
  });

  it('tell another time', async () => {
    expect(Date.parse((await user()).headers.date ?? '')).toBe(clock.now());
    test.host.faults.set('clockSkew', { ms: -3_600_000 });
    expect(Date.parse((await user()).headers.date ?? '')).toBe(clock.now() - 3_600_000);
  });

  it('say that a limit is reached, each in its way', async () => {
    test.host.faults.set('primaryLimit', { times: 1, resetInSeconds: 90 });
    await expect(user()).rejects.toMatchObject({
      status: 403,
      response: {
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(clock.now() / 1_000 + 90) },
      },
    });
    test.host.faults.set('secondaryLimit', { times: 1, status: 429, retryAfterSeconds: 30 });
    await expect(user()).rejects.toMatchObject({
      status: 429,
      response: { headers: { 'retry-after': '30' } },
    });
    test.host.faults.set('loginLocked', { times: 1 });
    await expect(user()).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('login attempts'),
    });
    await user();
  });
});
