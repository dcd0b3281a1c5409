import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { saveFile } from './save-file';

const run = promisify(execFile);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'full-'));
});
afterEach(async () => {
  await run('umount', [dir]).catch(() => undefined);
  await rm(dir, { recursive: true, force: true });
});

it('says that the disk is full, and loses nothing of what was there', async ({ skip }) => {
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]).then(
    () => true,
    () => false,
  );
  if (!mounted) skip('a small disk can only be made by root on Linux');
  const path = join(dir, 'settings.json');
  await saveFile(path, 'old');
  await expect(saveFile(path, 'x'.repeat(200_000))).rejects.toMatchObject({ code: 'diskFull' });
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(dir)).toEqual(['settings.json']);
  await saveFile(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
});

it('passes on any other trouble as it is', async () => {
  await expect(saveFile(join(dir, 'a\0b'), '')).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
});
