import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SnapshotEntry } from '../../contract/snapshot';
import { createTestSync, OWNER, REPOSITORY, type TestSync } from './test-sync';

const FILES = 100_000;
/** Apart from each other: what the rest costs is git's own affair. */
const CONTENTS = 500;

let test: TestSync;
beforeEach(async () => {
  test = await createTestSync();
});
afterEach(() => test.close());

it('a bot of 100,000 files is saved, brought back, and saved again in one file’s worth', {
  timeout: 300_000,
}, async () => {
  const desk = await test.computer();
  const stored = await Promise.all(
    Array.from({ length: CONTENTS }, (_, n) => desk.objects.put([Buffer.from(`content ${n}`)])),
  );
  const fileAt = (index: number, content = index): SnapshotEntry => ({
    type: 'file',
    service: 'koishi',
    volume: 'data',
    path: `folder-${String(index % 300).padStart(3, '0')}/file-${String(index).padStart(6, '0')}.txt`,
    mode: 0o644,
    uid: 1000,
    gid: 1000,
    ...(stored[content % CONTENTS] ?? { sha256: '', size: 0 }),
  });
  const entries = Array.from({ length: FILES }, (_, index) => fileAt(index));
  const manifestOf = async (files: SnapshotEntry[]) => ({
    ...(await desk.snapshot({})),
    entries: files.sort((one, other) => (one.path < other.path ? -1 : 1)),
  });
  const manifest = await manifestOf(entries);
  expect(await desk.push({}, { manifest })).toMatchObject({ kind: 'done', files: FILES });
  expect(await test.oracle.list(OWNER, REPOSITORY)).toHaveLength(FILES + 3);
  const restored = await (await test.computer()).restore(desk.keys.recoveryKey);
  expect(restored.manifest.entries).toEqual(manifest.entries);

  const changed = await manifestOf([
    ...entries.filter(({ path }) => path !== fileAt(70_000).path),
    fileAt(70_000, 1),
  ]);
  const again = await desk.push({}, { manifest: changed });
  expect(again).toMatchObject({ kind: 'done', files: 1 });
  if (again.kind === 'done') expect(again.bytesSent).toBeLessThan(100_000);
});
