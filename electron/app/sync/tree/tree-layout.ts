import type { SnapshotEntry } from '../../../contract/snapshot';
import { escapePath, findClashes } from './escape-path';
import type { SyncEntry, SyncFile } from './sync-manifest';

/** Everything of ours lies in here; only the page for people stands beside it. */
const ROOT = 'botpier';
export const README_PATH = 'README.md';
export const MANIFEST_PATH = `${ROOT}/manifest.jsonl`;
/** The bot's record and its own secrets, sealed. */
export const BUNDLE_PATH = `${ROOT}/bot.age`;

/** Where each file lies in the repository; folders and links are in the manifest alone. */
export function layOut(entries: readonly SyncEntry[]): { file: SyncFile; path: string }[] {
  const files = entries.filter((entry) => entry.type === 'file');
  const byVolume = Map.groupBy(files, ({ service, volume }) => `${service}/${volume}`);
  const clashes = new Map(
    [...byVolume].map(([volume, inIt]) => [volume, findClashes(inIt.map(rawPath))] as const),
  );
  return files.map((file) => {
    const volume = `${file.service}/${file.volume}`;
    const path = escapePath(rawPath(file), clashes.get(volume));
    return { file, path: placeOf(file, `${volume}/${path}`) };
  });
}

/** A path's bytes as they are in the volume. */
export function rawPath({ path, bytes }: Pick<SnapshotEntry, 'path' | 'bytes'>): Buffer {
  return bytes === undefined ? Buffer.from(path) : Buffer.from(bytes, 'base64');
}

/** A folder for each way of keeping a file, so that no name of one can be that of another. */
function placeOf(file: SyncFile, path: string): string {
  if (file.parts) return `${ROOT}/large/${path}.json`;
  if (file.hmac === undefined) return `${ROOT}/data/${path}`;
  return `${ROOT}/sealed/${path}.${file.blocks === undefined ? 'age' : 'blocks'}`;
}

/** What stands in the tree in the place of a large file. */
export function formatPointer({ size, parts = [], hmac }: SyncFile): string {
  return `${JSON.stringify({ format: 1, encrypted: hmac !== undefined, size, parts }, undefined, 1)}\n`;
}
