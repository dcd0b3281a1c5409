import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import type { NewToken } from './create-code-host';
import { createTestCodeHost, type TestCodeHost } from './test-code-host';

const clock = createManualClock(Date.UTC(2026, 10, 20));
const AT = { owner: 'alice', repo: 'data' };
const DAY_MS = 86_400_000;

let test: TestCodeHost;
beforeEach(async () => {
  test = await createTestCodeHost({ clock });
  await test.host.repositories.create({ owner: 'alice', name: 'data', autoInit: true });
});
afterEach(async () => {
  expect(test.schemaErrors).toEqual([]);
  await test.close();
});

/** What each way in says to a token: reading and writing over REST, and a push with git. */
async function tryAll(token: string | undefined, repo = 'data', owner = 'alice') {
  const octokit = test.octokit(token);
  const statusOf = (call: Promise<{ status: number }>) =>
    call.then(
      ({ status }) => status,
      (error) => error.status,
    );
  const folder = await test.workingCopy({ 'a.txt': 'a' });
  const url = test.host.repositories.cloneUrl(owner, repo);
  const push = async () => {
    const said = await test.git(token, '-C', folder, 'push', url, 'main:refs/heads/other').then(
      () => 'taken',
      (error: Error) => error.message,
    );
    if (said.includes('Repository not found')) return '404';
    return said === 'taken' ? said : (/error: (\d+)/.exec(said)?.[1] ?? 'prompt');
  };
  return {
    user: await statusOf(octokit.rest.users.getAuthenticated()),
    read: await statusOf(octokit.rest.repos.get({ owner, repo })),
    release: await statusOf(octokit.rest.repos.createRelease({ owner, repo, tag_name: 'blobs' })),
    create: await statusOf(octokit.rest.repos.createForAuthenticatedUser({ name: 'new', private: true })),
    push: await push(),
  };
}

const ALL = { user: 200, read: 200, release: 201, create: 201, push: 'taken' };

const KINDS: readonly [
  name: string,
  token: Partial<NewToken>,
  expected: Awaited<ReturnType<typeof tryAll>>,
][] = [
  ['a classic token with repo', {}, ALL],
  [
    'a classic token without a scope',
    { scopes: [] },
    { user: 200, read: 404, release: 404, create: 404, push: '404' },
  ],
  [
    'a fine-grained token that may do everything',
    { kind: 'fineGrained', permissions: { contents: 'write', administration: 'write' } },
    ALL,
  ],
  [
    'a fine-grained token for this repository',
    { kind: 'fineGrained', repositories: ['data'] },
    { ...ALL, create: 403 },
  ],
  [
    'a fine-grained token for another repository',
    { kind: 'fineGrained', repositories: ['other'] },
    { user: 200, read: 404, release: 404, create: 403, push: '404' },
  ],
  [
    'a fine-grained token that may only read',
    { kind: 'fineGrained', permissions: { contents: 'read' } },
    { user: 200, read: 200, release: 403, create: 403, push: '403' },
  ],
  [
    'a token of another account',
    { owner: 'mallory' },
    { user: 200, read: 404, release: 404, create: 201, push: '404' },
  ],
  [
    'a token that has expired',
    { expiresAt: Date.UTC(2026, 10, 19) },
    { user: 401, read: 401, release: 401, create: 401, push: 'prompt' },
  ],
];

describe('who may do what', () => {
  it.each(KINDS)('%s', async (_, token, expected) => {
    expect(await tryAll(test.host.tokens.add({ owner: 'alice', ...token }))).toEqual(expected);
  });

  it('nobody and strangers', async () => {
    const refused = { user: 401, read: 404, release: 404, create: 401 };
    expect(await tryAll(undefined)).toMatchObject(refused);
    expect(await tryAll('ghp_madeup')).toMatchObject({ ...refused, read: 401, release: 401 });
    await test.host.repositories.change('alice', 'data', { private: false });
    expect(await tryAll(undefined)).toMatchObject({ read: 200, release: 401 });
  });

  it('a token that was revoked, and one that ends while it is used', async () => {
    const revoked = test.host.tokens.add({ owner: 'alice' });
    test.host.tokens.revoke(revoked);
    expect(await tryAll(revoked)).toMatchObject({ user: 401, read: 401 });
    const ending = test.host.tokens.add({ owner: 'alice', expiresAt: clock.now() + DAY_MS });
    expect(await tryAll(ending)).toEqual(ALL);
    await clock.advance(2 * DAY_MS);
    expect(await tryAll(ending)).toMatchObject({ user: 401 });
  });

  it('a collaborator may do what the owner lets them', async () => {
    const token = test.host.tokens.add({ owner: 'bob' });
    await test.host.repositories.change('alice', 'data', { collaborators: { bob: 'pull' } });
    expect(await tryAll(token)).toMatchObject({ read: 200, release: 403, push: '403' });
    await test.host.repositories.change('alice', 'data', { collaborators: { bob: 'push' } });
    expect(await tryAll(token)).toMatchObject({ read: 200, release: 201, push: 'taken' });
    await expect(test.octokit(token).rest.repos.update({ ...AT, archived: true })).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('admin rights'),
    });
  });
});

describe('what answers tell of a token', () => {
  it('scopes of a classic one, none of a fine-grained one, and when it ends', async () => {
    const expiresAt = Date.UTC(2027, 0, 1);
    const headersOf = async (token: string) =>
      (await test.octokit(token).rest.users.getAuthenticated()).headers;
    const classic = await headersOf(
      test.host.tokens.add({ owner: 'alice', scopes: ['repo', 'workflow'], expiresAt }),
    );
    expect(classic).toMatchObject({
      'x-oauth-scopes': 'repo, workflow',
      'github-authentication-token-expiration': '2027-01-01 00:00:00 UTC',
    });
    const fine = await headersOf(test.host.tokens.add({ owner: 'alice', kind: 'fineGrained' }));
    expect(fine['x-oauth-scopes']).toBeUndefined();
    expect(fine['github-authentication-token-expiration']).toBeUndefined();
  });

  it('which permission is missing', async () => {
    const token = test.host.tokens.add({
      owner: 'alice',
      kind: 'fineGrained',
      permissions: { contents: 'read' },
    });
    await expect(
      test.octokit(token).rest.repos.createRelease({ ...AT, tag_name: 'x' }),
    ).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-accepted-github-permissions': 'contents=write' } },
    });
  });

  it('where an organisation wants to be signed in to', async () => {
    test.host.accounts.addOrganization('acme');
    await test.host.repositories.create({ owner: 'acme', name: 'data', autoInit: true });
    await test.host.repositories.change('acme', 'data', { collaborators: { alice: 'push' } });
    const token = test.host.tokens.add({ owner: 'alice', ssoMissing: ['acme'] });
    await expect(test.octokit(token).rest.repos.get({ owner: 'acme', repo: 'data' })).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-github-sso': expect.stringMatching(/^required; url=https:.*acme/) } },
    });
    expect(await tryAll(token, 'data', 'acme')).toMatchObject({ user: 200, read: 403, push: '403' });
    test.host.tokens.authorize(token, 'acme');
    expect(await tryAll(token, 'data', 'acme')).toMatchObject({ read: 200, push: 'taken' });
  });
});
