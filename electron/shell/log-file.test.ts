import { mkdir, mkdtemp, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogFile } from './log-file';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'log-file-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const read = (name: string) => readFile(join(dir, 'logs', name), 'utf8');

test('lines are kept in order, for the owner alone', async () => {
  const log = createLogFile(dir);
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`);
  for (const line of lines) log(line);
  await vi.waitFor(async () => expect(await read('botpier.log')).toBe(`${lines.join('\n')}\n`));
  expect((await stat(join(dir, 'logs/botpier.log'))).mode & 0o777).toBe(0o600);
});

test('a second start goes on in the same file', async () => {
  createLogFile(dir)('first');
  await vi.waitFor(async () => expect(await read('botpier.log')).toBe('first\n'));
  createLogFile(dir)('second');
  await vi.waitFor(async () => expect(await read('botpier.log')).toBe('first\nsecond\n'));
});

test('what is old is set aside once', async () => {
  const log = createLogFile(dir);
  log('old '.repeat(1_300_000));
  log('new');
  await vi.waitFor(async () => expect(await read('botpier.log')).toBe('new\n'));
  expect((await read('botpier.1.log')).slice(0, 4)).toBe('old ');
});

test('where the old part cannot be set aside, it goes, and the newest is written', async () => {
  await mkdir(join(dir, 'logs/botpier.1.log/in-the-way'), { recursive: true });
  await writeFile(join(dir, 'logs/botpier.log'), 'old '.repeat(1_300_000));
  const log = createLogFile(dir);
  log('new');
  log('newer');
  await vi.waitFor(async () => expect(await read('botpier.log')).toBe('new\nnewer\n'));
});

test('a full disk costs lines while it is full, and no more', async () => {
  await mkdir(join(dir, 'logs'));
  await symlink('/dev/full', join(dir, 'logs/botpier.log'));
  const log = createLogFile(dir);
  log('while it is full');
  await unlink(join(dir, 'logs/botpier.log'));
  await vi.waitFor(async () => {
    log('afterwards');
    expect(await read('botpier.log')).toMatch(/(afterwards\n)+$/);
  });
});

test('a folder that cannot be written is no reason to stop', () => {
  expect(() => createLogFile('/dev/null')('line')).not.toThrow();
});
