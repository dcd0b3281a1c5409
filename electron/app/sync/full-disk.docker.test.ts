import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labObstacle } from '../../../e2e/lab/engine/debian-packages';
import { createObjectStore } from '../snapshots/create-object-store';
import { createRepositorySync } from './create-repository-sync';
import type { PushInput } from './repository-sync';
import {
  createTestSync,
  noise,
  OWNER,
  REPOSITORY,
  type TestComputer,
  type TestFiles,
  type TestSync,
} from './test-sync';

const run = promisify(execFile);
const DISK_BYTES = 6_000_000;

const obstacle = labObstacle();
if (obstacle) console.warn(`SKIPPED, no small disk is filled: ${obstacle}`);

describe.skipIf(obstacle !== undefined)('a disk that is full', () => {
  let test: TestSync;
  let desk: TestComputer;
  let disk: string;
  beforeEach(async () => {
    test = await createTestSync();
    desk = await test.computer();
    disk = await mkdtemp(join(tmpdir(), 'botpier-small-disk-'));
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
  });
  afterEach(async () => {
    await run('umount', ['--lazy', disk]);
    await rm(disk, { recursive: true, force: true });
    await test.close();
  });

  /** Saves with everything of ours but the objects on the small disk. */
  const onDisk = () => {
    const { api, git } = test.host.urls;
    return createRepositorySync({
      dir: disk,
      clock: test.clock,
      objects: desk.objects,
      gitFolders: [],
      proxy: () => '',
      endpoints: { api, git },
    });
  };
  const push = async (files: TestFiles, isSensitive: boolean) => {
    const input: PushInput = {
      target: test.target,
      keys: desk.keys,
      device: 'desk',
      manifest: await desk.snapshot(files),
      secrets: {},
      encryption: 'sensitive',
      isSensitive: () => isSensitive,
      thresholdBytes: 50_000_000,
    };
    return await onDisk().push(input);
  };

  it.each([
    ['while files are encrypted for it', true],
    ['while git takes them in', false],
  ])(
    '%s is told, leaves the repository as it was, and is no hindrance once there is room',
    async (_, isSensitive) => {
      expect(await push({ 'koishi/data/a': 'one' }, isSensitive)).toMatchObject({ kind: 'done' });
      const head = await test.oracle.head(OWNER, REPOSITORY);
      const filler = join(disk, 'films');
      await writeFile(filler, noise(4_000_000));
      const more = { 'koishi/data/a': 'two', 'koishi/data/b': noise(3_000_000) };
      expect(await push(more, isSensitive)).toMatchObject({
        kind: 'failed',
        failure: { code: 'syncDiskFull' },
      });
      expect(await test.oracle.head(OWNER, REPOSITORY)).toBe(head);
      await rm(filler);
      const fewer = { 'koishi/data/a': 'two', 'koishi/data/b': noise(1_000_000) };
      expect(await push(fewer, isSensitive)).toMatchObject({ kind: 'done' });
      const restored = await (await test.computer()).restore(desk.keys.recoveryKey);
      expect(restored.manifest.entries).toEqual((await desk.snapshot(fewer)).entries);
    },
  );

  it('while a bot is brought back hands nothing out, and leaves room as before', async () => {
    expect(
      await desk.push(
        { 'koishi/data/a': noise(900_000), 'koishi/data/b': noise(3_900_000) },
        { thresholdBytes: 50_000_000 },
      ),
    ).toMatchObject({ kind: 'done' });
    const { api, git } = test.host.urls;
    const sync = createRepositorySync({
      dir: disk,
      clock: test.clock,
      objects: createObjectStore(join(disk, 'objects')),
      gitFolders: [],
      proxy: () => '',
      endpoints: { api, git },
    });
    await expect(sync.restore({ target: test.target, key: desk.keys.identity })).rejects.toMatchObject({
      failure: { code: 'syncDiskFull' },
    });
    const left = (await readdir(disk, { recursive: true })).filter((name) => /tmp|\.part/.test(name));
    expect(left).toEqual([]);
  });
});
