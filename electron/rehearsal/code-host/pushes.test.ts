import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestCodeHost, type TestCodeHost } from './test-code-host';

const AT = { owner: 'alice', repo: 'data' };
const KEY = `AIza${'B'.repeat(35)}`;

let test: TestCodeHost;
let token: string;
let url: string;
beforeEach(async () => {
  test = await createTestCodeHost();
  token = test.host.tokens.add({ owner: 'alice' });
  await test.host.repositories.create({ owner: 'alice', name: 'data' });
  url = test.host.repositories.cloneUrl('alice', 'data');
});
afterEach(() => test.close());

const push = (folder: string, ...args: string[]) =>
  test.git(token, '-C', folder, 'push', url, 'main', ...args);

async function commitMore(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, path), content);
  await test.git(undefined, '-C', folder, 'add', '--all');
  await test.git(undefined, '-C', folder, 'commit', '--quiet', '--message=more');
}

describe('a push is refused in the words of GitHub', () => {
  it('with a file over 100 MB, and warned of one over 50 MB', { timeout: 90_000 }, async () => {
    const folder = await test.workingCopy({
      'large file.bin': Buffer.alloc(101 << 20),
      'heavy.bin': Buffer.alloc(51 << 20),
    });
    await expect(push(folder)).rejects.toThrow(
      /large file\.bin is 101\.00 MB[\s\S]*GH001: Large files detected[\s\S]*warning: File heavy\.bin is 51\.00 MB[\s\S]*pre-receive hook declined/,
    );
    expect(await test.oracle.head('alice', 'data')).toBeUndefined();
  });

  it('with a key in it, where pushes are searched: in public ones, and where it was switched on', async () => {
    const folder = await test.workingCopy({ 'bot/key.json': JSON.stringify({ key: KEY }) });
    await test.host.repositories.change('alice', 'data', { pushProtection: true });
    await expect(push(folder)).rejects.toThrow(
      /GH013: Repository rule violations[\s\S]*path: bot\/key\.json[\s\S]*push declined due to repository rule violations/,
    );
    await test.host.repositories.change('alice', 'data', { pushProtection: false });
    await push(folder);
    await test.octokit(token).rest.repos.createForAuthenticatedUser({ name: 'open' });
    const open = test.host.repositories.cloneUrl('alice', 'open');
    await expect(test.git(token, '-C', folder, 'push', open, 'main')).rejects.toThrow('GH013');
  });

  it('onto a protected branch', async () => {
    const folder = await test.workingCopy({ 'a.txt': 'a' });
    await push(folder);
    await test.host.repositories.change('alice', 'data', { protection: { main: 'force' } });
    await commitMore(folder, 'b.txt', 'b');
    await push(folder);
    await test.git(undefined, '-C', folder, 'reset', '--quiet', '--hard', 'HEAD~1');
    await expect(push(folder, '--force')).rejects.toThrow(
      /GH006: Protected branch update failed for refs\/heads\/main[\s\S]*Cannot force-push[\s\S]*protected branch hook declined/,
    );
    await test.host.repositories.change('alice', 'data', { protection: { main: 'all' } });
    await expect(push(folder, '--force')).rejects.toThrow('Changes must be made through a pull request');
    await test.host.repositories.change('alice', 'data', { protection: { main: null } });
    await push(folder, '--force');
  });

  it('with a workflow, without the scope for it', async () => {
    const folder = await test.workingCopy({ '.github/workflows/a.yml': 'on: push\n' });
    await expect(push(folder)).rejects.toThrow(
      'refusing to allow a Personal Access Token to create or update workflow',
    );
    token = test.host.tokens.add({ owner: 'alice', scopes: ['repo', 'workflow'] });
    await push(folder);
  });

  it('into an archived repository, which may still be read', async () => {
    await push(await test.workingCopy({ 'a.txt': 'a' }));
    await test.host.repositories.change('alice', 'data', { archived: true });
    await expect(push(await test.workingCopy({ 'b.txt': 'b' }), '--force')).rejects.toThrow(
      'archived so it is read-only',
    );
    await test.git(token, 'clone', '--quiet', url, join(test.root, 'clone'));
    await expect(
      test.octokit(token).rest.repos.createRelease({ ...AT, tag_name: 'x' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('when somebody else was there first, with and without a lease', async () => {
    const folder = await test.workingCopy({ 'a.txt': 'a' });
    await push(folder);
    const other = await test.workingCopy({ 'b.txt': 'b' });
    await expect(push(other)).rejects.toThrow('fetch first');
    await expect(push(other, `--force-with-lease=main:${'1'.repeat(40)}`)).rejects.toThrow('stale info');
    const [head = ''] = await test.oracle.commits('alice', 'data');
    await push(other, `--force-with-lease=main:${head}`);
  });
});

it('follows a repository that was renamed, until its name is taken again', async () => {
  const folder = await test.workingCopy({ 'a.txt': 'a' });
  await test.host.repositories.change('alice', 'data', { name: 'moved' });
  await push(folder);
  expect(await test.oracle.head('alice', 'moved')).toBeDefined();
  expect((await test.octokit(token).rest.repos.get(AT)).data.name).toBe('moved');
  await test.host.repositories.create({ owner: 'alice', name: 'data' });
  expect((await test.octokit(token).rest.repos.get(AT)).data.name).toBe('data');
  await test.host.repositories.delete('alice', 'data');
  await test.host.repositories.delete('alice', 'moved');
  await expect(push(folder)).rejects.toThrow('not found');
});

it('sends the same data as thin packs of a few bytes when little has changed', async () => {
  const rows = randomBytes(3 << 20);
  const folder = await test.workingCopy({ 'db.sqlite': rows });
  await push(folder);
  await test.host.idle();
  test.host.counters.reset();
  rows.write('twenty new rows', 1 << 20);
  await commitMore(folder, 'db.sqlite', rows);
  await push(folder);
  await test.host.idle();
  expect(test.host.counters.bytes()).toBeLessThan(20_000);
  await test.host.repositories.repack('alice', 'data');
  await test.oracle.check('alice', 'data');
});
