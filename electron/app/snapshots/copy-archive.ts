import { buffer } from 'node:stream/consumers';
import type { ServiceName } from '../../contract/ids';
import type { SnapshotEntry } from '../../contract/snapshot';
import { isOddName, nameToBytes } from '../../lib/tar/odd-names';
import { type ReadEntry, readTar } from '../../lib/tar/read-tar';
import type { ObjectStore } from './object-store';

/** Where an archive's own name lies: `path` of a volume of a service, `''` for all of the volume. */
export interface Source {
  service: ServiceName;
  volume: string;
  path: string;
}

/** Something that was copied, and what a manifest does not keep of it. */
export interface Copied {
  entry: SnapshotEntry;
  /** Seconds since 1970, by the engine's clock. */
  modifiedAt: number;
  /** Whether it begins like an SQLite database. */
  isDatabase: boolean;
}

/** A volume's own folder. */
export const ROOT = '.';

const DATABASE_MARK = Buffer.from('SQLite format 3\0');
/** Files up to this size are read whole, and several of them are stored side by side. */
const SMALL_BYTES = 256 * 1024;
const SIDE_BY_SIDE = 8;

/**
 * Stores every file of an archive as it comes and says what is in it, by where it lies in the volume. Never descends
 * into anything: a nested `.git` is files like all others. Sockets, devices and pipes are left out.
 */
export async function copyArchive(
  tar: AsyncIterable<Uint8Array>,
  source: Source,
  store: Pick<ObjectStore, 'put'>,
  onBytes: (bytes: number) => void,
): Promise<Map<string, Copied>> {
  const copied = new Map<string, Copied>();
  const byName = new Map<string, Promise<Copied>>();
  const underWay = new Set<Promise<unknown>>();

  async function keep(entry: ReadEntry, at: string): Promise<void> {
    const { type, name, modifiedAt } = entry;
    if (type === 'other') return;
    if (type === 'hardLink') {
      const first = await byName.get(entry.target);
      if (first) copied.set(at, { ...first, entry: { ...first.entry, ...placeOf(entry, at, source) } });
      return;
    }
    if (type !== 'file') {
      const place = placeOf(entry, at, source);
      const found: SnapshotEntry =
        type === 'folder' ? { type, ...place } : { type, ...place, target: entry.target };
      copied.set(at, { entry: found, modifiedAt, isDatabase: false });
      return;
    }
    const content = entry.size > SMALL_BYTES ? entry.content : [await buffer(entry.content)];
    const storing = storeFile({ ...entry, content }, at);
    byName.set(name, storing);
    // A failure is heard below.
    storing.catch(() => {});
    if (entry.size > SMALL_BYTES) await storing;
    else {
      underWay.add(storing);
      void storing.then(
        () => underWay.delete(storing),
        () => {},
      );
      if (underWay.size >= SIDE_BY_SIDE) await Promise.race(underWay);
    }
  }

  async function storeFile(
    entry: Omit<ReadEntry, 'content'> & { content: Parameters<ObjectStore['put']>[0] },
    at: string,
  ): Promise<Copied> {
    let start = Buffer.alloc(0);
    async function* watched(): AsyncGenerator<Uint8Array> {
      for await (const piece of entry.content) {
        if (start.length < DATABASE_MARK.length)
          start = Buffer.concat([start, piece.subarray(0, DATABASE_MARK.length)]);
        onBytes(piece.length);
        yield piece;
      }
    }
    const { sha256, size } = await store.put(watched());
    const file: SnapshotEntry = { type: 'file', ...placeOf(entry, at, source), size, sha256 };
    const isDatabase = isDatabaseStart(start);
    const found = { entry: file, modifiedAt: entry.modifiedAt, isDatabase };
    copied.set(at, found);
    return found;
  }

  for await (const entry of readTar(tar)) {
    const at = placeWithin(entry.name, source.path);
    if (at !== undefined) await keep(entry, at);
  }
  await Promise.all(underWay);
  return copied;
}

/** Whether a file that begins so is an SQLite database. */
export function isDatabaseStart(start: Buffer): boolean {
  return start.subarray(0, DATABASE_MARK.length).equals(DATABASE_MARK);
}

/** In a manifest's order. */
export function inOrder(copied: Iterable<Copied>): SnapshotEntry[] {
  const key = ({ path }: SnapshotEntry) => (path === ROOT ? '' : path);
  return [...copied].map(({ entry }) => entry).sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** Names in an archive begin with the last part of what was asked for. */
function placeWithin(name: string, path: string): string | undefined {
  const parts = name.split('/').slice(1);
  if (parts.includes('..')) return undefined;
  return [path, ...parts].filter((part) => part !== '' && part !== '.').join('/') || ROOT;
}

function placeOf(entry: Omit<ReadEntry, 'content'>, at: string, { service, volume }: Source) {
  const { mode, uid, gid } = entry;
  const odd = isOddName(at);
  return {
    service,
    volume,
    path: odd ? at.toWellFormed() : at,
    ...(odd ? { bytes: nameToBytes(at).toString('base64') } : {}),
    mode,
    uid,
    gid,
  };
}
