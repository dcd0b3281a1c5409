import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dugiteGit, gitResources, layOutGit } from './git-folder';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'git-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('ships the git that was brought, to packages of its own system and processor alone', async () => {
  const dugite = join(root, 'node_modules/dugite');
  await mkdir(join(dugite, 'git/bin'), { recursive: true });
  await writeFile(join(dugite, 'package.json'), '{"name":"dugite"}');
  await writeFile(join(dugite, 'git/bin/git'), 'program');
  const output = join(root, 'out/git');
  const laidOut = await layOutGit(await dugiteGit(root), output, 'darwin', 'arm64');
  expect(laidOut).toBe(output);
  expect(await readdir(output)).toEqual(['mac-arm64']);
  expect(await readFile(join(output, 'mac-arm64/bin/git'), 'utf8')).toBe('program');
  expect(gitResources(laidOut).extraResources).toContainEqual({
    from: join(output, `\${os}-\${arch}`),
    to: 'git',
  });
});

it('ships none where none was brought, and none from an earlier time', async () => {
  const output = join(root, 'out/git');
  await mkdir(join(output, 'win-x64'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{}');
  expect(await layOutGit(await dugiteGit(root), output)).toBeUndefined();
  await expect(readdir(output)).rejects.toThrow('ENOENT');
  expect(gitResources(undefined)).toEqual({});
});
