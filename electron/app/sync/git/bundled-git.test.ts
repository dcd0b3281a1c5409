import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundledGit } from './bundled-git';
import { findGit } from './find-git';

it.each([
  ['win32', 'x64', 'cmd/git.exe', 'mingw64/libexec/git-core', ['mingw64/bin', 'mingw64/usr/bin']],
  ['win32', 'arm64', 'cmd/git.exe', 'clangarm64/libexec/git-core', ['clangarm64/bin', 'clangarm64/usr/bin']],
  ['darwin', 'arm64', 'bin/git', 'libexec/git-core', []],
  ['linux', 'x64', 'bin/git', 'libexec/git-core', []],
] as const)(
  'a folder for %s %s is started by its own parts',
  (platform, architecture, command, exec, path) => {
    const git = bundledGit('/app/git', platform, architecture);
    expect(git?.command).toBe(join('/app/git', command));
    expect(git?.env['GIT_EXEC_PATH']).toBe(join('/app/git', exec));
    expect(git?.path).toEqual(path.map((part) => join('/app/git', part)));
    expect(git?.env['GIT_SSL_CAINFO']).toBe(
      platform === 'linux' ? join('/app/git', 'ssl/cacert.pem') : undefined,
    );
    expect(git?.env['PREFIX']).toBe(platform === 'linux' ? '/app/git' : undefined);
  },
);

it('knows no folder for other systems', () => {
  expect(bundledGit('/app/git', 'freebsd', 'x64')).toBeUndefined();
});

it('takes the folder before what is on PATH, and passes by one that does not start', async () => {
  const root = await mkdtemp(join(tmpdir(), 'git-'));
  try {
    const [broken, whole] = [join(root, 'broken'), join(root, 'whole')];
    for (const folder of [broken, whole]) await mkdir(join(folder, 'bin'), { recursive: true });
    await writeFile(join(broken, 'bin/git'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await writeFile(join(whole, 'bin/git'), '#!/bin/sh\necho git version 2.50.1\n', { mode: 0o755 });
    await symlink(whole, join(root, 'linked'));
    const found = await findGit([join(root, 'none'), broken, join(root, 'linked')]);
    expect(found).toMatchObject({ version: '2.50.1', bundled: true, command: join(root, 'linked/bin/git') });
    expect(await findGit([broken])).toMatchObject({ bundled: false, command: 'git' });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
