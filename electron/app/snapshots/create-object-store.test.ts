import { createHash } from 'node:crypto';
import * as disk from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../contract/errors';
import { syncFolder } from '../../lib/atomic-file';
import { createObjectStore, type ObjectDisk } from './create-object-store';

const real: ObjectDisk = { ...disk, syncFolder };
const sum = (text: string) => createHash('sha256').update(text).digest('hex');
const large = 'x'.repeat(1_000_000);

let root: string;
let folder: string;

beforeEach(async () => {
  root = await disk.mkdtemp(join(tmpdir(), 'botpier-objects-'));
  folder = join(root, 'snapshots', 'objects');
});

afterEach(() => disk.rm(root, { recursive: true, force: true }));

const files = async () =>
  (await disk.readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const bytes = (text: string) => [Buffer.from(text.slice(0, 70_000)), Buffer.from(text.slice(70_000))];

describe('the object store', () => {
  it('keeps small and large content by its sum, once however often it is put in', async () => {
    const store = createObjectStore(folder);
    for (const text of ['', 'hello', large]) {
      const put = await Promise.all([store.put(bytes(text)), store.put(bytes(text))]);
      expect(put).toEqual([
        { sha256: sum(text), size: text.length },
        { sha256: sum(text), size: text.length },
      ]);
      expect(await disk.readFile(store.pathOf(sum(text)), 'utf8')).toBe(text);
      expect(await store.has(sum(text))).toBe(true);
      expect(await store.verify(sum(text))).toBe(true);
    }
    expect((await files()).length).toBe(3);
    expect(await store.has(sum('none'))).toBe(false);
    expect(await store.verify(sum('none'))).toBe(false);
  });

  it('sees what was changed on the disk', async () => {
    const store = createObjectStore(folder);
    await store.put(bytes('hello'));
    await disk.writeFile(store.pathOf(sum('hello')), 'hellp');
    expect(await store.verify(sum('hello'))).toBe(false);
    await store.put(bytes('hello'));
    expect(await store.verify(sum('hello'))).toBe(false);
    await store.put(bytes('hello'), { anew: true });
    expect(await store.verify(sum('hello'))).toBe(true);
  });

  it('names all that are there', async () => {
    const store = createObjectStore(folder);
    expect(await store.names()).toEqual(new Set());
    for (const text of ['one', 'two', large]) await store.put(bytes(text));
    await disk.writeFile(join(folder, 'incoming', 'half'), 'ha');
    expect(await store.names()).toEqual(new Set(['one', 'two', large].map(sum)));
  });

  it('takes files in, and sweeps what nobody names, with what broken writes left', async () => {
    const store = createObjectStore(folder);
    const given = join(root, 'given');
    for (const text of ['one', 'two', 'two']) {
      await disk.writeFile(given, text);
      await store.adopt(given, sum(text));
      await expect(disk.stat(given)).rejects.toThrow('ENOENT');
    }
    await disk.mkdir(join(folder, 'incoming'), { recursive: true });
    await disk.writeFile(join(folder, 'incoming', 'half'), 'ha');
    expect(await store.sweep(new Set([sum('one')]))).toBe(3);
    expect(await store.has(sum('one'))).toBe(true);
    expect((await files()).length).toBe(1);
    expect(await store.sweep(new Set())).toBe(3);
    expect(await createObjectStore(join(root, 'none')).sweep(new Set())).toBe(0);
  });

  it('leaves nothing of a source that breaks off, or of a disk that is full', async () => {
    const store = createObjectStore(folder);
    for (const piece of ['hel', large]) {
      const broken = async function* () {
        yield Buffer.from(piece);
        throw new Error('the engine is gone');
      };
      await expect(store.put(broken())).rejects.toThrow('the engine is gone');
    }
    const full = createObjectStore(folder, {
      ...real,
      open: async (...args) => {
        const handle = await disk.open(...args);
        handle.writeFile = async () => {
          throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
        };
        return handle;
      },
    });
    for (const text of ['small', large])
      await expect(full.put(bytes(text))).rejects.toThrow(new AppError('diskFull'));
    expect(await files()).toEqual([]);
  });

  it('writes, syncs, and only then gives the name; settled, the folders are synced as well', async () => {
    const calls: string[] = [];
    const store = createObjectStore(folder, {
      ...real,
      open: async (...args) => {
        const handle = await disk.open(...args);
        const { writeFile, sync } = handle;
        handle.writeFile = async (...rest) => {
          calls.push('write');
          await writeFile.apply(handle, rest);
        };
        handle.sync = async () => {
          calls.push('sync');
          await sync.apply(handle);
        };
        return handle;
      },
      rename: async (from, to) => {
        await disk.rename(from, to);
        calls.push('rename');
      },
      syncFolder: async (path) => {
        calls.push(`folder ${relative(root, path)}`);
        await syncFolder(path);
      },
    });
    await store.put(bytes('hello'));
    await store.settle();
    const at = `folder ${join('snapshots', 'objects')}`;
    expect(calls).toEqual(['write', 'write', 'sync', 'rename', join(at, sum('hello').slice(0, 2)), at]);
    calls.length = 0;
    await store.put(bytes('hello'));
    await store.settle();
    expect(calls).toEqual([]);
  });
});
