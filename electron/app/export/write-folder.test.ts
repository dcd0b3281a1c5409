import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExportedFile } from '../../contract/export';
import { plainFile } from './plain-file';
import { MARK, writeFolder } from './write-folder';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const FILES: ExportedFile[] = [
  plainFile(MARK, 'compose\n'),
  plainFile('a/b/c.txt', 'new'),
  { path: '.env', content: 'A=\n', mode: 0o600 },
];
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const write = (to: string, replace = false, files = FILES) =>
  writeFolder(to, files, { replace, now: NOW, fill: { '.env': (content, former) => content + former } });

it('writes every file with its mode, and leaves nothing beside the folder', async () => {
  const to = join(dir, 'deep/er/out');
  expect(await write(to)).toEqual({ kind: 'written', folder: to, former: undefined });
  expect(readFileSync(join(to, 'a/b/c.txt'), 'utf8')).toBe('new');
  expect(statSync(join(to, '.env')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'deep/er'))).toEqual(['out']);
});

it('takes an empty folder', async () => {
  mkdirSync(join(dir, 'out'));
  expect(await write(join(dir, 'out'))).toMatchObject({ kind: 'written' });
});

it.each([
  [
    'a folder with something in it',
    (to: string) => {
      mkdirSync(to);
      writeFileSync(join(to, 'mine.txt'), 'mine');
    },
  ],
  ['a file', (to: string) => writeFileSync(to, 'mine')],
])('leaves %s alone, whatever is asked', async (_, occupy) => {
  const to = join(dir, 'out');
  occupy(to);
  expect(await write(to, true)).toEqual({ kind: 'occupied', folder: to });
  expect(readdirSync(dir)).toEqual(['out']);
});

it('replaces an earlier export on request alone, keeps it beside, and fills in from it', async () => {
  const to = join(dir, 'out');
  await write(to);
  writeFileSync(join(to, '.env'), 'mine\n');
  expect(await write(to)).toEqual({ kind: 'exported', folder: to });
  expect(readFileSync(join(to, '.env'), 'utf8')).toBe('mine\n');

  const former = `${to}.before-20260102030405678`;
  expect(await write(to, true)).toEqual({ kind: 'written', folder: to, former });
  expect(readFileSync(join(to, '.env'), 'utf8')).toBe('A=\nmine\n');
  expect(readFileSync(join(former, '.env'), 'utf8')).toBe('mine\n');
});

it('leaves nothing behind when it cannot write', async () => {
  const to = join(dir, 'out');
  await expect(write(to, false, [plainFile('a', ''), plainFile('a/b', '')])).rejects.toThrow();
  expect(readdirSync(dir)).toEqual([]);
});
