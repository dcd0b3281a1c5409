import { SIDECARS } from './check-databases';
import { type Copied, ROOT } from './copy-archive';

/** What has to be copied again while its writer stands still. */
export interface HotPath {
  path: string;
  /** With everything below it. */
  isFolder: boolean;
}

/** A volume up to this size is copied as a whole while it stands still: all of it is then of one moment. */
const SMALL_VOLUME = { bytes: 32 * 1024 * 1024, files: 1_000 };
/** Asking the engine for one path costs as much as reading so many bytes. */
const ASKING_BYTES = 4 * 1024 * 1024;
const MOST_FILES_OF_A_FOLDER = 300;
/** Of files that are no databases, those that were written last; more would keep the bot standing. */
const MOST_RECENT_FILES = 100;

/**
 * What of a volume that was copied while it was in use may be torn: databases, everything with a journal or a log
 * beside it, and files written at `changedAfter` (seconds since 1970) or later. None, when nothing is.
 */
export function hotPaths(copied: ReadonlyMap<string, Copied>, changedAfter: number): HotPath[] {
  const databases = databasesIn(copied);
  const recent = [...copied]
    .filter(([, { entry, modifiedAt }]) => entry.type === 'file' && modifiedAt >= changedAfter)
    .sort(([, one], [, other]) => other.modifiedAt - one.modifiedAt)
    .slice(0, MOST_RECENT_FILES)
    .map(([path]) => path);
  const hot = new Set([...databases, ...recent]);
  if (hot.size === 0) return [];
  const all = sizeBelow(copied, ROOT);
  if (all.bytes <= SMALL_VOLUME.bytes && all.files <= SMALL_VOLUME.files)
    return [{ path: ROOT, isFolder: true }];
  const folders = [...new Set([...hot].map(folderOf))].filter((folder) => isWorthWhole(copied, folder, hot));
  const outermost = folders.filter((folder) => !folders.some((other) => isBelow(folder, other)));
  const alone = [...hot].filter((path) => !outermost.some((folder) => isBelow(path, folder)));
  return [
    ...outermost.map((path) => ({ path, isFolder: true })),
    ...alone.map((path) => ({ path, isFolder: false })),
  ];
}

/** Every database with all that SQLite may keep beside it, whether it is there yet or not. */
function databasesIn(copied: ReadonlyMap<string, Copied>): string[] {
  const mains = new Set<string>();
  for (const [path, { isDatabase }] of copied) {
    if (isDatabase) mains.add(path);
    const end = SIDECARS.find((each) => path.endsWith(each));
    const main = end && path.slice(0, -end.length);
    if (main !== undefined && copied.has(main)) mains.add(main);
  }
  return [...mains].flatMap((main) => [main, `${main}-wal`, `${main}-journal`]);
}

function isWorthWhole(
  copied: ReadonlyMap<string, Copied>,
  folder: string,
  hot: ReadonlySet<string>,
): boolean {
  if (folder === ROOT) return false;
  const all = sizeBelow(copied, folder);
  const wanted = [...hot].filter((path) => isBelow(path, folder));
  const bytes = wanted.reduce((sum, path) => sum + sizeOf(copied.get(path)), 0);
  return all.files <= MOST_FILES_OF_A_FOLDER && all.bytes <= bytes + wanted.length * ASKING_BYTES;
}

function sizeBelow(copied: ReadonlyMap<string, Copied>, folder: string): { bytes: number; files: number } {
  let [bytes, files] = [0, 0];
  for (const [path, found] of copied) {
    if (!isBelow(path, folder)) continue;
    bytes += sizeOf(found);
    files += 1;
  }
  return { bytes, files };
}

function sizeOf(copied: Copied | undefined): number {
  return copied?.entry.type === 'file' ? copied.entry.size : 0;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) || ROOT;
}

export function isBelow(path: string, folder: string): boolean {
  return folder === ROOT || path.startsWith(`${folder}/`);
}
