import { AppError } from '../../contract/errors';
import type { Sha256, SnapshotEntry } from '../../contract/snapshot';
import type { ObjectStore } from '../snapshots/object-store';
import type { LocalRepository } from '../sync/git/local-repository';
import type { ReleaseAssets } from '../sync/github/release-assets';
import type { RunOptions } from '../sync/repository-sync';
import { type LeftBehind, type Placed, staysInside } from './place-files';
import type { ImportPlan, PlannedThing } from './plan-import';

const LONGEST_TARGET = 4_096;

/** What was taken in, and where each file lay in the repository. */
export interface TakenIn {
  entries: SnapshotEntry[];
  pathOf: ReadonlyMap<SnapshotEntry, string>;
  left: LeftBehind[];
}

/** Puts everything that is planned into the object store; answers the entries of a manifest, and what stayed behind after all. */
export async function takeIn(
  { things, folders }: ImportPlan,
  from: { local: LocalRepository; assets: Pick<ReleaseAssets, 'download'>; objects: ObjectStore },
  { signal, onProgress }: RunOptions,
): Promise<TakenIn> {
  const { local, assets, objects } = from;
  const entries: SnapshotEntry[] = folders.map((folder) => ({ type: 'folder', ...place(folder, 0o755) }));
  const pathOf = new Map<SnapshotEntry, string>();
  const left: LeftBehind[] = [];
  const totalBytes = things.reduce((sum, { size }) => sum + size, 0);
  let doneBytes = 0;
  const tell = (bytes: number) => {
    doneBytes += bytes;
    onProgress?.({ phase: 'downloading', doneBytes, totalBytes });
  };
  const keep = (thing: PlannedThing, { sha256, size }: { sha256: Sha256; size: number }) => {
    const mode = thing.kind === 'program' ? 0o755 : 0o644;
    const entry: SnapshotEntry = { type: 'file', ...place(thing.placed, mode), size, sha256 };
    entries.push(entry);
    pathOf.set(entry, thing.path);
  };

  for (const thing of things) {
    if (thing.source.kind !== 'asset') continue;
    signal?.throwIfAborted();
    const { asset, sha256 } = thing.source;
    if (await objects.has(sha256)) {
      keep(thing, { sha256, size: thing.size });
      tell(thing.size);
      continue;
    }
    const stored = await objects.put(counted(await assets.download(asset), tell));
    if (stored.sha256 !== sha256 || stored.size !== thing.size)
      throw new AppError('legacyDamaged', { path: thing.path });
    keep(thing, stored);
  }

  const fromCommit = things.flatMap((thing) =>
    thing.source.kind === 'blob' ? [{ thing, id: thing.source.id }] : [],
  );
  const use = async (index: number, content: AsyncIterable<Uint8Array>) => {
    const thing = fromCommit[index]?.thing;
    if (!thing) return;
    if (thing.kind !== 'link') {
      keep(thing, await objects.put(counted(content, tell)));
      return;
    }
    const target = Buffer.concat(await Array.fromAsync(content)).toString();
    if (target.length > LONGEST_TARGET || !staysInside(thing.placed.path, target))
      left.push({ path: thing.path, why: 'leadsOutside' });
    else entries.push({ type: 'link', ...place(thing.placed, 0o777), target });
  };
  await local.readBlobs(
    fromCommit.map(({ id }) => id),
    use,
    signal,
  );
  await objects.settle();
  return { entries, pathOf, left };
}

function place({ service, volume, path, bytes, owner }: Placed, mode: number) {
  return { service, volume, path, ...(bytes === undefined ? {} : { bytes }), mode, uid: owner, gid: owner };
}

/** In a manifest's order: folders before what is in them. */
export function inOrder(a: SnapshotEntry, b: SnapshotEntry): number {
  const parts = (entry: SnapshotEntry) => [entry.service, entry.volume, entry.path, entry.bytes ?? ''];
  const [left, right] = [parts(a), parts(b)];
  const differing = left.findIndex((part, index) => part !== right[index]);
  return differing < 0 ? 0 : (left[differing] ?? '') < (right[differing] ?? '') ? -1 : 1;
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    yield piece;
    tell(piece.length);
  }
}
