import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestCodeHost, type TestCodeHost } from './test-code-host';

let test: TestCodeHost;
let token: string;
beforeEach(async () => {
  test = await createTestCodeHost();
  token = test.host.tokens.add({ owner: 'alice' });
});
afterEach(async () => {
  expect(test.schemaErrors).toEqual([]);
  await test.close();
});

const AT = { owner: 'alice', repo: 'data' };

async function pushFirst(files: Record<string, string | Uint8Array> = { 'a.txt': 'one\n' }): Promise<string> {
  const folder = await test.workingCopy(files);
  await test.git(token, '-C', folder, 'push', test.host.repositories.cloneUrl('alice', 'data'), 'main');
  return folder;
}

it('makes, shows, lists and changes repositories', async () => {
  const octokit = test.octokit(token);
  const { data: made } = await octokit.rest.repos.createForAuthenticatedUser({ name: 'data', private: true });
  expect(made).toMatchObject({ full_name: 'alice/data', private: true, permissions: { push: true } });
  await expect(octokit.rest.repos.createForAuthenticatedUser({ name: 'Data' })).rejects.toMatchObject({
    status: 422,
  });
  expect((await octokit.rest.users.getAuthenticated()).data.login).toBe('alice');
  for (let index = 0; index < 4; index++)
    await octokit.rest.repos.createForAuthenticatedUser({ name: `more-${index}`, auto_init: index === 0 });
  const listed = await octokit.paginate(octokit.rest.repos.listForAuthenticatedUser, { per_page: 2 });
  expect(listed.map(({ name }) => name)).toEqual(['data', 'more-0', 'more-1', 'more-2', 'more-3']);

  await octokit.rest.repos.update({ ...AT, name: 'moved', archived: true });
  const { data: moved } = await octokit.rest.repos.get(AT);
  expect(moved).toMatchObject({ name: 'moved', archived: true });
  await octokit.rest.repos.delete({ owner: 'alice', repo: 'moved' });
  await expect(octokit.rest.repos.get(AT)).rejects.toMatchObject({ status: 404 });
});

it('takes pushes from git and shows refs and branches over REST', async () => {
  const octokit = test.octokit(token);
  await test.host.repositories.create({ owner: 'alice', name: 'data' });
  expect((await octokit.rest.repos.listBranches(AT)).data).toEqual([]);
  await expect(octokit.rest.git.getRef({ ...AT, ref: 'heads/main' })).rejects.toMatchObject({ status: 409 });
  const folder = await pushFirst();
  const head = (await test.git(token, '-C', folder, 'rev-parse', 'HEAD')).trim();
  expect(await test.oracle.head('alice', 'data')).toBe(head);
  expect((await octokit.rest.git.getRef({ ...AT, ref: 'heads/main' })).data.object.sha).toBe(head);
  expect((await octokit.rest.repos.getBranch({ ...AT, branch: 'main' })).data.commit.sha).toBe(head);
  expect((await octokit.rest.repos.listBranches(AT)).data).toMatchObject([
    { name: 'main', commit: { sha: head } },
  ]);

  await octokit.rest.git.createRef({ ...AT, ref: 'refs/heads/keep', sha: head });
  expect((await octokit.rest.git.listMatchingRefs({ ...AT, ref: 'heads/' })).data).toHaveLength(2);
  await octokit.rest.git.updateRef({ ...AT, ref: 'heads/keep', sha: head, force: true });
  await octokit.rest.git.deleteRef({ ...AT, ref: 'heads/keep' });
  await expect(
    octokit.rest.git.createRef({ ...AT, ref: 'refs/heads/x', sha: '1'.repeat(40) }),
  ).rejects.toMatchObject({ status: 422, message: expect.stringContaining('Object does not exist') });

  await test.git(
    token,
    'clone',
    '--quiet',
    '--depth=1',
    test.host.repositories.cloneUrl('alice', 'data'),
    `${test.root}/clone`,
  );
  expect(await test.git(undefined, '-C', `${test.root}/clone`, 'show', 'HEAD:a.txt')).toBe('one\n');
  await test.oracle.check('alice', 'data');
});

it('keeps releases and their assets, with a digest, by names of its own', async () => {
  const octokit = test.octokit(token);
  await test.host.repositories.create({ owner: 'alice', name: 'data' });
  await expect(octokit.rest.repos.createRelease({ ...AT, tag_name: 'blobs' })).rejects.toMatchObject({
    status: 422,
    response: {
      data: { errors: [{ resource: 'Release', code: 'custom', message: 'Repository is empty.' }] },
    },
  });
  await pushFirst();
  const { data: release } = await octokit.rest.repos.createRelease({ ...AT, tag_name: 'blobs' });
  await expect(octokit.rest.repos.createRelease({ ...AT, tag_name: 'blobs' })).rejects.toMatchObject({
    status: 422,
  });
  expect((await octokit.rest.repos.getReleaseByTag({ ...AT, tag: 'blobs' })).data.id).toBe(release.id);

  const bytes = randomBytes(300_000);
  const sum = createHash('sha256').update(bytes).digest('hex');
  const upload = (name: string) =>
    octokit.rest.repos.uploadReleaseAsset({
      ...AT,
      release_id: release.id,
      url: release.upload_url,
      name,
      data: bytes as unknown as string,
      headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
    });
  const { data: asset } = await upload(sum);
  expect(asset).toMatchObject({ name: sum, size: bytes.length, state: 'uploaded', digest: `sha256:${sum}` });
  await expect(upload(sum)).rejects.toMatchObject({
    status: 422,
    response: { data: { errors: [{ code: 'already_exists' }] } },
  });
  const named = await Promise.all(
    ['图片 一.db', '图片 二.db', '中文'].map(upload).map((sent) =>
      sent.then(
        ({ data }) => data.name,
        ({ status }) => status,
      ),
    ),
  );
  expect(named.filter((name) => name === 422)).toHaveLength(1);
  expect(named).toEqual(expect.arrayContaining(['default.db', 'default']));

  const pages = await octokit.paginate(octokit.rest.repos.listReleaseAssets, {
    ...AT,
    release_id: release.id,
    per_page: 1,
  });
  expect(pages.map(({ name }) => name)).toContain(sum);
  const { data: got } = await octokit.rest.repos.getReleaseAsset({
    ...AT,
    asset_id: asset.id,
    headers: { accept: 'application/octet-stream' },
  });
  expect(Buffer.from(got as unknown as ArrayBuffer).equals(bytes)).toBe(true);
  expect(test.host.counters.requests.findLast(({ kind }) => kind === 'download')).toMatchObject({
    hasToken: false,
    status: 200,
  });
  expect(await test.oracle.assets('alice', 'data')).toContainEqual({
    release: 'blobs',
    name: sum,
    state: 'uploaded',
    sha256: sum,
  });

  await octokit.rest.repos.deleteReleaseAsset({ ...AT, asset_id: asset.id });
  await octokit.rest.repos.deleteRelease({ ...AT, release_id: release.id });
  expect((await octokit.rest.repos.listReleases(AT)).data).toEqual([]);
  expect(await test.oracle.assets('alice', 'data')).toEqual([]);
});

it('sends assets from a host that refuses a token, on signed addresses alone', async () => {
  const octokit = test.octokit(token);
  await test.host.repositories.create({ owner: 'alice', name: 'data', autoInit: true });
  const { data: release } = await octokit.rest.repos.createRelease({ ...AT, tag_name: 'blobs' });
  const { data: asset } = await octokit.rest.repos.uploadReleaseAsset({
    ...AT,
    release_id: release.id,
    url: release.upload_url,
    name: 'x',
    data: 'bytes',
    headers: { 'content-length': 5 },
  });
  const first = await fetch(asset.url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/octet-stream' },
    redirect: 'manual',
  });
  expect(first.status).toBe(302);
  const location = first.headers.get('location') ?? '';
  expect(new URL(location).origin).toBe(test.host.urls.downloads);
  expect((await fetch(location, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
  expect((await fetch(location.replace(/sig=../, 'sig=00'))).status).toBe(403);
  expect(await (await fetch(location, { headers: { range: 'bytes=2-' } })).text()).toBe('tes');
});

it('answers 304 to what is known, and does not count it', async () => {
  const octokit = test.octokit(token);
  await test.host.repositories.create({ owner: 'alice', name: 'data', autoInit: true });
  const { headers } = await octokit.rest.git.getRef({ ...AT, ref: 'heads/main' });
  const counted = test.host.counters.counted();
  await expect(
    octokit.rest.git.getRef({ ...AT, ref: 'heads/main', headers: { 'if-none-match': headers.etag } }),
  ).rejects.toMatchObject({ status: 304 });
  expect(test.host.counters.counted()).toBe(counted);
  const { data } = await octokit.rest.rateLimit.get();
  expect(data.rate).toMatchObject({ limit: 5_000, used: 1 });
});

it('counts requests and bytes on the wire by kind', async () => {
  await test.host.repositories.create({ owner: 'alice', name: 'data' });
  await pushFirst({ 'random.bin': randomBytes(200_000) });
  await test.host.idle();
  const { gitPush, gitAdvertise, apiRead } = test.host.counters.tallies;
  expect(gitPush.requests).toBe(1);
  expect(gitPush.bytesIn).toBeGreaterThan(200_000);
  expect(gitPush.bytesIn).toBeLessThan(210_000);
  expect(gitAdvertise.requests).toBeGreaterThanOrEqual(1);
  expect(apiRead.requests).toBe(0);
  test.host.counters.reset();
  expect(test.host.counters.bytes()).toBe(0);
});

it('goes on after a restart where it was', async () => {
  await test.host.repositories.create({ owner: 'alice', name: 'data', autoInit: true });
  const { data: release } = await test.octokit(token).rest.repos.createRelease({ ...AT, tag_name: 'blobs' });
  const before = await test.oracle.fingerprint('alice', 'data');
  await test.restart();
  const octokit = test.octokit(token);
  expect((await octokit.rest.repos.getReleaseByTag({ ...AT, tag: 'blobs' })).data.id).toBe(release.id);
  expect(await test.oracle.fingerprint('alice', 'data')).toBe(before);
  await octokit.rest.repos.deleteRelease({ ...AT, release_id: release.id });
  expect(await test.oracle.fingerprint('alice', 'data')).not.toBe(before);
});

it('refuses requests that GitHub refuses whatever they ask', async () => {
  const { api } = test.host.urls;
  const response = await fetch(`${api}/user`, {
    method: 'POST',
    body: '{',
    headers: { authorization: `token ${token}` },
  });
  expect(response.status).toBe(404);
  expect((await fetch(`${api}/user`)).status).toBe(401);
  const broken = await fetch(`${api}/user/repos`, {
    method: 'POST',
    body: '{',
    headers: { authorization: `token ${token}` },
  });
  expect(broken.status).toBe(400);
});
