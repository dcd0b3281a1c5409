import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { capWslMemory, uncapWslMemory, type WslHost, wslMemory } from './wsl-memory';

const GB = 1024 ** 3;
let dir: string;
let host: WslHost;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'botpier-test-'));
  host = { file: join(dir, '.wslconfig'), totalBytes: 16 * GB, usedBytes: async () => 3 * GB };
});
afterEach(() => rm(dir, { recursive: true, force: true }));
const MINE = '# mine\r\n[wsl2]\r\nprocessors=2\r\n';

it('writes a cap and takes it back, byte for byte', async () => {
  await writeFile(host.file, MINE);
  expect(await wslMemory(host)).toEqual({
    usedBytes: 3 * GB,
    totalBytes: 16 * GB,
    file: host.file,
    canUndo: false,
  });
  await capWslMemory(host, 4 * GB);
  await capWslMemory(host, 6 * GB);
  expect(await wslMemory(host)).toMatchObject({ cap: '6144MB', canUndo: true });
  expect(await readFile(host.file, 'utf8')).toBe('# mine\r\n[wsl2]\r\nmemory=6144MB\r\nprocessors=2\r\n');
  await uncapWslMemory(host);
  expect(await readFile(host.file, 'utf8')).toBe(MINE);
  expect(await readdir(dir)).toEqual(['.wslconfig']);
});

it('takes a file away again that was not there before', async () => {
  await capWslMemory(host, 4 * GB);
  await uncapWslMemory(host);
  expect(await readdir(dir)).toEqual([]);
  await uncapWslMemory(host);
});

it('keeps what the user wrote since, and gives back the cap that was the user’s own', async () => {
  await writeFile(host.file, '[wsl2]\nmemory=8GB\n');
  await capWslMemory(host, 4 * GB);
  await writeFile(host.file, `${await readFile(host.file, 'utf8')}swap=0\n`);
  await uncapWslMemory(host);
  expect(await readFile(host.file, 'utf8')).toBe('[wsl2]\nmemory=8GB\nswap=0\n');
});

it('refuses what makes no sense and a file that is no text, and writes nothing', async () => {
  await expect(capWslMemory(host, GB)).rejects.toMatchObject({ code: 'outOfRange' });
  await expect(capWslMemory(host, 17 * GB)).rejects.toMatchObject({ code: 'outOfRange' });
  expect(await readdir(dir)).toEqual([]);
  await writeFile(host.file, Buffer.from('[wsl2]', 'utf16le'));
  await expect(capWslMemory(host, 4 * GB)).rejects.toMatchObject({ code: 'notAllowed' });
  expect(await readdir(dir)).toEqual(['.wslconfig']);
});
