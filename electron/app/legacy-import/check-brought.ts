import { open } from 'node:fs/promises';
import { AppError } from '../../contract/errors';
import type { SnapshotEntry } from '../../contract/snapshot';
import { checkDatabases } from '../snapshots/check-databases';
import { type Copied, isDatabaseStart } from '../snapshots/copy-archive';
import type { ObjectStore } from '../snapshots/object-store';
import type { LegacySource } from './legacy-import';
import { isDatabasePlace } from './place-files';
import { inOrder, type TakenIn } from './take-in';

/** No page of a database is smaller. */
const LEAST_BYTES = 512;

/**
 * Opens every database that was taken in, as a copy: the tool copied them while they were being written. What lay beside
 * one is recovered into it. Answers the entries of a manifest, and which of them are databases.
 * @param work a folder for copies, removed afterwards
 * @throws AppError `legacyDamaged` with the `path` of one that is broken
 */
export async function checkBrought(
  { entries, pathOf }: TakenIn,
  store: ObjectStore,
  { services, work, signal }: Pick<LegacySource, 'services'> & { work: string; signal: AbortSignal },
): Promise<{ entries: SnapshotEntry[]; databases: SnapshotEntry[] }> {
  const volumes = new Map<string, Map<string, Copied>>();
  for (const entry of entries) {
    const volume = `${entry.service} ${entry.volume}`;
    const copied = volumes.get(volume) ?? new Map<string, Copied>();
    volumes.set(volume, copied);
    const isDatabase =
      entry.type === 'file' &&
      (isDatabasePlace(entry, services) ||
        (entry.size >= LEAST_BYTES && isDatabaseStart(await startOf(store.pathOf(entry.sha256)))));
    copied.set(entry.bytes ?? entry.path, { entry, modifiedAt: 0, isDatabase });
  }
  const checked: SnapshotEntry[] = [];
  const databases: SnapshotEntry[] = [];
  for (const copied of volumes.values()) {
    const before = new Map([...copied].map(([key, { entry }]) => [key, entry]));
    const found = await checkDatabases(copied, store, { work, known: new Set(), signal });
    for (const { path, state } of found) {
      const entry = before.get(path);
      if (state === 'damaged')
        throw new AppError('legacyDamaged', { path: (entry && pathOf.get(entry)) ?? path });
      const kept = copied.get(path)?.entry;
      if (kept) databases.push(kept);
    }
    for (const { entry } of copied.values()) checked.push(entry);
  }
  await store.settle();
  return { entries: checked.sort(inOrder), databases };
}

async function startOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
