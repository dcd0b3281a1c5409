import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sleep, systemClock } from './clock';

const TEMP_NAME = /^\..+\.[0-9a-f]{16}\.tmp~$/;

/**
 * Replaces a file as a whole: after a crash or a power cut there is the old content or the new, never half.
 * Makes the folders on the way (0700). `mode` is 0600 by default. Rejects with the system's error, e.g.
 * `ENOSPC`; then the old file stands untouched.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode = 0o600,
): Promise<void> {
  const dir = dirname(path);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const temp = tempFor(path, randomBytes(8).toString('hex'));
  try {
    const file = await open(temp, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temp, path);
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
  await syncFolder(dir);
}

/** A text file's content; undefined when there is none. */
export async function readFileIfAny(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The name under which `path` is prepared; `nonce` is 16 hexadecimal digits. */
export function tempFor(path: string, nonce: string): string {
  return join(dirname(path), `.${basename(path)}.${nonce}.tmp~`);
}

/** Longer than any write takes; a younger one may belong to a process that is writing now. */
const STALE_MS = 3_600_000;

/** Removes what crashed writes left in a folder more than an hour ago. */
export async function removeStaleTemps(dir: string): Promise<void> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  await Promise.all(
    names
      .filter((name) => TEMP_NAME.test(name))
      .map(async (name) => {
        const temp = join(dir, name);
        const written = await stat(temp).catch(() => undefined);
        if (written && Date.now() - written.mtimeMs > STALE_MS) await rm(temp, { force: true });
      }),
  );
}

/** The `code` of a system error, e.g. `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** On Windows a virus scanner or an indexer may hold the old file for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (const waitMs of process.platform === 'win32' ? [10, 50, 200, 500] : []) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error;
      await sleep(systemClock, waitMs);
    }
  }
  await rename(from, to);
}

/** Makes the rename itself last. Windows and some network drives cannot, and do not need to. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await folder.close();
  }
}
