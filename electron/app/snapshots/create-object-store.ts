import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as disk from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../contract/errors';
import { Sha256 } from '../../contract/snapshot';
import { codeOf, syncFolder } from '../../lib/atomic-file';
import type { ObjectStore } from './object-store';

/** What the store does to the disk. */
export type ObjectDisk = Pick<
  typeof disk,
  'open' | 'rename' | 'mkdir' | 'rm' | 'stat' | 'readdir' | 'copyFile'
> & { syncFolder: typeof syncFolder };

const REAL_DISK: ObjectDisk = { ...disk, syncFolder };

/** Up to this size content is hashed before anything is written: most of it is there already. */
const HELD_BYTES = 256 * 1024;
/** Objects lie in folders by how their names begin. */
const PREFIX_LENGTH = 2;

/** `folder`: where objects lie; made when something is put in. */
export function createObjectStore(folder: string, on: ObjectDisk = REAL_DISK): ObjectStore {
  const incoming = join(folder, 'incoming');
  const fresh = new Set<string>();
  const pathOf = (sha256: Sha256) => join(folder, sha256.slice(0, PREFIX_LENGTH), sha256);

  const has = (sha256: Sha256) =>
    on.stat(pathOf(sha256)).then(
      () => true,
      (error) => {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      },
    );

  /** The bytes are on the disk before the name is, and the name before `settle` resolves. */
  async function moveIn(temp: string, sha256: Sha256): Promise<void> {
    const path = pathOf(sha256);
    await inFolder(dirname(path), () => on.rename(temp, path));
    fresh.add(dirname(path));
  }

  /** Makes the folder only when it turns out to be missing: of thousands of files nearly all find it there. */
  async function inFolder<T>(folderOf: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await on.mkdir(folderOf, { recursive: true, mode: 0o700 });
      return await act();
    }
  }

  async function put(
    content: Parameters<ObjectStore['put']>[0],
    { anew = false }: Parameters<ObjectStore['put']>[1] = {},
  ): ReturnType<ObjectStore['put']> {
    const hash = createHash('sha256');
    const held: Uint8Array[] = [];
    const temp = join(incoming, randomBytes(8).toString('hex'));
    let size = 0;
    let file: disk.FileHandle | undefined;
    let isLeft = false;
    const begin = async () => {
      file = await inFolder(incoming, () => on.open(temp, 'wx', 0o600));
      isLeft = true;
      for (const piece of held.splice(0)) await file.writeFile(piece);
      return file;
    };
    try {
      for await (const piece of content) {
        hash.update(piece);
        size += piece.length;
        if (file) await file.writeFile(piece);
        else {
          held.push(piece);
          if (size > HELD_BYTES) await begin();
        }
      }
      const sha256 = Sha256.parse(hash.digest('hex'));
      if (!anew && (await has(sha256))) return { sha256, size };
      const written = file ?? (await begin());
      await written.sync();
      await written.close();
      file = undefined;
      await moveIn(temp, sha256);
      isLeft = false;
      return { sha256, size };
    } catch (error) {
      throw asFull(error);
    } finally {
      await file?.close();
      if (isLeft) await on.rm(temp, { force: true });
    }
  }

  return {
    has,
    async names() {
      const prefixes = (await namesIn(on, folder)).filter((name) => name.length === PREFIX_LENGTH);
      const names = await Promise.all(prefixes.map((prefix) => namesIn(on, join(folder, prefix))));
      return new Set(names.flat());
    },
    pathOf,
    put,
    async adopt(file, sha256) {
      if (await has(sha256)) return on.rm(file, { force: true });
      const temp = join(incoming, randomBytes(8).toString('hex'));
      try {
        await on.mkdir(incoming, { recursive: true, mode: 0o700 });
        await on.rename(file, temp).catch(async (error) => {
          if (codeOf(error) !== 'EXDEV') throw error;
          await on.copyFile(file, temp);
          await on.rm(file);
        });
        const handle = await on.open(temp, 'r+');
        await handle.sync().finally(() => handle.close());
        await moveIn(temp, sha256);
      } catch (error) {
        throw asFull(error);
      } finally {
        await on.rm(temp, { force: true });
      }
    },
    async verify(sha256) {
      const hash = createHash('sha256');
      try {
        for await (const piece of createReadStream(pathOf(sha256))) hash.update(piece);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      }
      return hash.digest('hex') === sha256;
    },
    async settle() {
      for (const each of fresh) await on.syncFolder(each);
      if (fresh.size > 0) await on.syncFolder(folder);
      fresh.clear();
    },
    async sweep(named) {
      let freed = 0;
      await on.rm(incoming, { recursive: true, force: true });
      for (const prefix of await namesIn(on, folder)) {
        for (const name of await namesIn(on, join(folder, prefix))) {
          if (named.has(name)) continue;
          const path = join(folder, prefix, name);
          freed += (await on.stat(path)).size;
          await on.rm(path, { force: true });
        }
      }
      return freed;
    },
  };
}

async function namesIn(on: ObjectDisk, folder: string): Promise<string[]> {
  try {
    return await on.readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
}

function asFull(error: unknown): unknown {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '')
    ? new AppError('diskFull', {}, { cause: error })
    : error;
}
