import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDesktopMemory } from './desktop-memory';

const refuse = (cause: unknown) => {
  throw cause;
};
const PLACE = { x: 1, y: 2, width: 800, height: 600, maximized: false };

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'desktop-memory-'));
  path = join(dir, 'desktop.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('what is put in is there the next time', async () => {
  const memory = await openDesktopMemory(path, refuse);
  await memory.update((before) => ({ ...before, windows: { desk: PLACE } }));
  expect((await openDesktopMemory(path, refuse)).get().windows).toEqual({ desk: PLACE });
});

test('a thing is told once, also after a restart', async () => {
  const memory = await openDesktopMemory(path, refuse);
  expect([memory.tellOnce('stillHere'), memory.tellOnce('stillHere')]).toEqual([true, false]);
  await memory.update((before) => before);
  expect((await openDesktopMemory(path, refuse)).tellOnce('stillHere')).toBe(false);
});

test.each([
  'not json',
  'null',
  '[]',
  '{"windows":{"desk":{"x":"left"}},"told":["everything"],"stoppedOnQuit":["../.."]}',
])('a file that holds %s is an empty one', async (text) => {
  await writeFile(path, text);
  expect((await openDesktopMemory(path, refuse)).get()).toEqual({
    windows: {},
    told: [],
    stoppedOnQuit: [],
  });
});

test('a disk that takes nothing is told of, and keeps nobody from going on', async () => {
  await writeFile(join(dir, 'file'), '');
  const failures: unknown[] = [];
  const memory = await openDesktopMemory(join(dir, 'file', 'desktop.json'), (cause) => failures.push(cause));
  await memory.update((before) => ({ ...before, windows: { desk: PLACE } }));
  expect(failures).toHaveLength(1);
  expect(memory.get().windows).toEqual({ desk: PLACE });
});

test('a folder in its place is no reason not to start', async () => {
  await mkdir(path);
  expect((await openDesktopMemory(path, () => {})).get().told).toEqual([]);
  await expect(readFile(path)).rejects.toThrow();
});
