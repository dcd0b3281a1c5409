import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestSync, noise, OWNER, REPOSITORY, type TestComputer, type TestSync } from './test-sync';

// Megabytes go over the line, several times.
vi.setConfig({ testTimeout: 120_000 });

let test: TestSync;
let desk: TestComputer;

beforeEach(async () => {
  test = await createTestSync();
  desk = await test.computer();
});
afterEach(() => test.close());

const push = () => desk.push({ 'koishi/data/db': noise(1_600_000) }, { thresholdBytes: 90_000_000 });
const archives = async () =>
  (
    await test.git(
      test.token,
      'ls-remote',
      '--heads',
      test.host.repositories.cloneUrl(OWNER, REPOSITORY),
      'archive-*',
    )
  )
    .split('\n')
    .filter(Boolean);

it('is cut when it has grown by enough; what was there stays until the next save', async () => {
  for (let n = 0; n < 3; n++) expect(await push()).toMatchObject({ kind: 'done' });
  const before = await test.oracle.commits(OWNER, REPOSITORY);
  expect(before).toHaveLength(4);
  expect(await push()).toMatchObject({ kind: 'done' });
  expect(await test.oracle.commits(OWNER, REPOSITORY)).toHaveLength(2);
  expect(await archives()).toEqual([expect.stringContaining(before[0] ?? '')]);
  expect((await desk.restore()).generation).toBe(4);
  expect(await push()).toMatchObject({ kind: 'done' });
  expect(await archives()).toEqual([]);
  expect(await test.oracle.commits(OWNER, REPOSITORY)).toHaveLength(3);
  await test.oracle.check(OWNER, REPOSITORY);
});

it('stays as it is where the branch may not be replaced, and is saved to all the same', async () => {
  await test.host.repositories.change(OWNER, REPOSITORY, { protection: { main: 'force' } });
  for (let n = 0; n < 5; n++) expect(await push()).toMatchObject({ kind: 'done' });
  expect(await test.oracle.commits(OWNER, REPOSITORY)).toHaveLength(6);
});

it('goes on where somebody removed what was kept of before', async () => {
  for (let n = 0; n < 4; n++) await push();
  const [ref = ''] = (await archives()).map((line) => line.split('\t')[1]);
  await test.git(test.token, 'push', test.host.repositories.cloneUrl(OWNER, REPOSITORY), `:${ref}`);
  expect(await push()).toMatchObject({ kind: 'done' });
});
