import type { ServiceName } from '../../contract/ids';
import { SIDECARS } from '../snapshots/check-databases';
import type { LocalRepository } from '../sync/git/local-repository';
import type { StoredAsset } from '../sync/github/release-assets';
import { findAsset } from './find-asset';
import type { LegacySource } from './legacy-import';
import { type CommittedThing, listCommit } from './list-commit';
import {
  byPrecedence,
  createVolumeMap,
  isToolsOwn,
  type LeftBehind,
  type Placed,
  placeOf,
} from './place-files';
import { type LargeFile, LONGEST_POINTER, POINTER_ENDING, readPointer } from './read-pointer';

/** One thing that comes along: from the commit itself, or from an asset. */
export interface PlannedThing {
  /** In the repository. */
  path: string;
  placed: Placed;
  kind: 'file' | 'program' | 'link';
  size: number;
  source: { kind: 'blob'; id: string } | { kind: 'asset'; asset: StoredAsset; sha256: string };
}

/** What is read is read whole. */
const LONGEST_READ = 262_144;

export interface ImportPlan {
  things: PlannedThing[];
  folders: Placed[];
  /** Files that are only read, and whom for. */
  reads: (CommittedThing & { service: ServiceName })[];
  left: LeftBehind[];
}

interface Candidate {
  thing: CommittedThing;
  placed: Placed;
  large: LargeFile | undefined;
}

/**
 * Decides for each thing in a commit where it goes, or why it stays behind.
 * @param assetsOf lists what a release holds; empty for one that is not there.
 */
export async function planImport(
  local: LocalRepository,
  commit: string,
  { services, signal }: Pick<LegacySource, 'services' | 'signal'>,
  assetsOf: (release: string) => Promise<Iterable<StoredAsset>>,
  leaveOut: readonly string[],
): Promise<ImportPlan> {
  const left: LeftBehind[] = [];
  const reads: ImportPlan['reads'] = [];
  const candidates: Candidate[] = [];
  const things = (await listCommit(local, commit, signal)).sort(byPrecedence(services));
  const pointers = await readPointers(local, things, signal);
  const spokenFor = new Set([...pointers.values()].map((large) => large?.path));
  for (const thing of things) {
    const { path } = thing;
    const large = pointers.get(path);
    const placed = placeOf(large ? { path: large.path, bytes: undefined } : thing, services);
    const isOdd = pointers.has(path) && !large;
    const reader = services.find(({ legacyReads = [] }) => legacyReads.includes(path));
    if (reader && thing.kind === 'file' && thing.size <= LONGEST_READ)
      reads.push({ ...thing, service: reader.name });
    else if (!placed) left.push({ path, why: isToolsOwn(path) ? 'toolsOwn' : 'noPlace' });
    else if (thing.kind === 'repository') left.push({ path, why: 'notSaved' });
    else if (isOdd && !leaveOut.includes(path)) left.push({ path, why: 'lost' });
    else if (!isOdd && !spokenFor.has(path) && isLeftOut(path, leaveOut)) left.push({ path, why: 'lost' });
    else candidates.push({ thing, placed, large });
  }

  const volumes = createVolumeMap();
  const planned: PlannedThing[] = [];
  // A pointer speaks for the file whose place it has, also where an older state of that file was committed.
  for (const { thing, placed, large } of [
    ...candidates.filter(isLarge),
    ...candidates.filter((each) => !isLarge(each)),
  ]) {
    const asset = large && findAsset(await assetsOf(large.release), large);
    if (large && !asset) left.push({ path: large.path, why: 'lost' });
    else if (large && isLeftOut(large.path, leaveOut)) left.push({ path: large.path, why: 'lost' });
    else if (!volumes.take(placed)) left.push({ path: large?.path ?? thing.path, why: 'taken' });
    else if (large && asset) {
      const source = { kind: 'asset', asset, sha256: large.sha256 } as const;
      planned.push({ path: large.path, placed, kind: 'file', size: large.size, source });
    } else if (thing.kind !== 'repository') {
      const { path, kind, size, id } = thing;
      planned.push({ path, placed, kind, size, source: { kind: 'blob', id } });
    }
  }
  left.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { things: planned, folders: volumes.folders(), reads, left };
}

/** With a database goes what SQLite keeps beside it. */
export function isLeftOut(path: string, leaveOut: readonly string[]): boolean {
  return ['', ...SIDECARS].some(
    (end) => path.endsWith(end) && leaveOut.includes(path.slice(0, path.length - end.length)),
  );
}

function isLarge({ large }: Candidate): boolean {
  return large !== undefined;
}

/** By path; undefined for what ends like a pointer and cannot be read as one. */
async function readPointers(
  local: LocalRepository,
  things: readonly CommittedThing[],
  signal: AbortSignal | undefined,
): Promise<Map<string, LargeFile | undefined>> {
  const named = things.filter(
    ({ kind, path, size, bytes }) =>
      kind === 'file' && bytes === undefined && path.endsWith(POINTER_ENDING) && size <= LONGEST_POINTER,
  );
  const found = new Map<string, LargeFile | undefined>();
  const use = async (index: number, content: AsyncIterable<Uint8Array>) => {
    const { path = '' } = named[index] ?? {};
    found.set(path, readPointer(path, Buffer.concat(await Array.fromAsync(content)).toString()));
  };
  await local.readBlobs(
    named.map(({ id }) => id),
    use,
    signal,
  );
  return found;
}
