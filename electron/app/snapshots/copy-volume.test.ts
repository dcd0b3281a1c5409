import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameFromBytes } from '../../lib/tar/odd-names';
import { type WrittenEntry, writeTar } from '../../lib/tar/write-tar';
import { checkDatabases } from './check-databases';
import { copyArchive, inOrder } from './copy-archive';
import { createObjectStore } from './create-object-store';
import type { ObjectStore } from './object-store';

let root: string;
let store: ObjectStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'botpier-copy-'));
  store = createObjectStore(join(root, 'objects'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer, rest: Partial<WrittenEntry> = {}): WrittenEntry => {
  const bytes = Buffer.from(content);
  return { type: 'file', name, mode: 0o644, uid: 0, gid: 0, size: bytes.length, content: [bytes], ...rest };
};
const folder = (name: string, mode = 0o755): WrittenEntry => ({ type: 'folder', name, mode, uid: 0, gid: 0 });
const source = { service: 'koishi', volume: 'data', path: '' } as const;
const copy = (entries: Iterable<WrittenEntry>, path = '') =>
  copyArchive(writeTar(entries), { ...source, path }, store, () => {});

describe('a copied archive', () => {
  it('keeps nested .git, modes, owners, empty folders, links and odd names, in order', async () => {
    const odd = nameFromBytes(Buffer.from([0x62, 0xff]));
    const copied = await copy([
      folder('koishi', 0o770),
      folder('koishi/plugins'),
      file('koishi/plugins/.git/HEAD', 'ref', { uid: 5, gid: 6, mode: 0o600 }),
      folder('koishi/!empty', 0o1777),
      { type: 'link', name: 'koishi/now', mode: 0o777, uid: 0, gid: 0, target: 'plugins' },
      file(`koishi/${odd}`, 'odd'),
      file('koishi/../escape', 'no'),
    ]);
    const place = { service: 'koishi', volume: 'data', uid: 0, gid: 0 };
    expect(inOrder(copied.values())).toEqual([
      { type: 'folder', ...place, path: '.', mode: 0o770 },
      { type: 'folder', ...place, path: '!empty', mode: 0o1777 },
      {
        type: 'file',
        ...place,
        path: 'b\ufffd',
        bytes: Buffer.from([0x62, 0xff]).toString('base64'),
        mode: 0o644,
        size: 3,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { type: 'link', ...place, path: 'now', mode: 0o777, target: 'plugins' },
      { type: 'folder', ...place, path: 'plugins', mode: 0o755 },
      {
        type: 'file',
        ...place,
        path: 'plugins/.git/HEAD',
        uid: 5,
        gid: 6,
        mode: 0o600,
        size: 3,
        sha256: expect.any(String),
      },
    ]);
  });

  it('of a part says where that part lies', async () => {
    const single = await copy([file('koishi.db', 'x')], 'data/koishi.db');
    const part = await copy([folder('data'), file('data/a', 'x')], 'deep/data');
    expect([...single.keys(), ...part.keys()]).toEqual(['data/koishi.db', 'deep/data', 'deep/data/a']);
  });

  it('of 20,000 files and of one large file holds neither in memory', async () => {
    const big = 300 * 1024 * 1024;
    const piece = Buffer.alloc(1024 * 1024, 7);
    const before = process.memoryUsage().rss;
    let most = 0;
    const copied = await copy(
      (function* () {
        yield folder('koishi');
        for (let n = 0; n < 20_000; n += 1) yield file(`koishi/f${n}`, `${n % 50}`);
        const content = (function* () {
          for (let at = 0; at < big; at += piece.length) {
            most = Math.max(most, process.memoryUsage().rss);
            yield piece;
          }
        })();
        yield file('koishi/video', '', { size: big, content });
      })(),
    );
    expect(copied.size).toBe(20_002);
    expect((most - before) / 1024 / 1024).toBeLessThan(200);
  }, 120_000);
});

describe('databases of a copied volume', () => {
  const check = (copied: Awaited<ReturnType<typeof copy>>, known: string[] = []) =>
    checkDatabases(copied, store, {
      work: join(root, 'work'),
      known: new Set(known),
      signal: new AbortController().signal,
    });

  /** A database as it lies on the disk while its writer is in the middle of something. */
  async function inTheMiddle(mode: 'wal' | 'delete'): Promise<Map<string, Buffer>> {
    const path = join(root, `${mode}.db`);
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA journal_mode=${mode}; CREATE TABLE t (x); INSERT INTO t VALUES (1);`);
    if (mode === 'wal') database.exec('INSERT INTO t VALUES (2)');
    else {
      // Spills to the file before the end, so that the journal is needed to take it back.
      database.exec('PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN');
      for (let n = 0; n < 2_000; n += 1) database.exec(`INSERT INTO t VALUES (randomblob(500))`);
    }
    const found = new Map<string, Buffer>();
    for (const end of ['', '-wal', '-journal', '-shm']) {
      const bytes = await readFile(path + end).catch(() => undefined);
      if (bytes) found.set(`m.db${end}`, bytes);
    }
    database.close();
    return found;
  }

  async function rowsOf(copied: Awaited<ReturnType<typeof copy>>, path: string): Promise<number> {
    const { entry } = copied.get(path) ?? {};
    if (entry?.type !== 'file') throw new Error(`no file ${path}`);
    const out = join(root, 'out.db');
    await writeFile(out, await readFile(store.pathOf(entry.sha256)));
    const database = new DatabaseSync(out);
    const [row] = database.prepare('SELECT count(*) AS n FROM t').all();
    database.close();
    return Number(row?.['n']);
  }

  it.each([
    ['wal', 2],
    ['delete', 1],
  ] as const)('in %s mode become one whole file with all that was committed', async (mode, rows) => {
    const parts = await inTheMiddle(mode);
    expect(parts.size).toBeGreaterThan(1);
    const copied = await copy([
      folder('koishi'),
      ...[...parts].map(([name, bytes]) => file(`koishi/${name}`, bytes)),
    ]);
    expect(await check(copied)).toEqual([{ path: 'm.db', state: 'whole' }]);
    expect([...copied.keys()]).toEqual(['.', 'm.db']);
    expect(await rowsOf(copied, 'm.db')).toBe(rows);
  });

  it('that are damaged stay as they were copied, and so does their neighbour', async () => {
    const parts = await inTheMiddle('delete');
    const torn = Buffer.from(parts.get('m.db') ?? '');
    torn.fill(0xaa, 4_096, 6_000);
    const copied = await copy([
      folder('koishi'),
      file('koishi/m.db', torn),
      file('koishi/m.db-journal', 'no journal'),
      file('koishi/n.db', (await inTheMiddle('wal')).get('m.db') ?? ''),
      file('koishi/text.db', 'no database at all'),
    ]);
    const entry = copied.get('m.db')?.entry;
    const checked = await check(copied);
    expect(checked.find(({ path }) => path === 'm.db')).toMatchObject({
      state: 'damaged',
      why: expect.any(String),
    });
    expect(copied.get('m.db')?.entry).toEqual(entry);
    expect([...copied.keys()].sort()).toEqual(['.', 'm.db', 'm.db-journal', 'n.db', 'text.db']);
    expect(checked.find(({ path }) => path === 'n.db')).toEqual({ path: 'n.db', state: 'whole' });
  });

  it('with a journal of a change that has not touched them yet are whole without it', async () => {
    const main = (await inTheMiddle('wal')).get('m.db') ?? '';
    const copied = await copy([
      folder('koishi'),
      file('koishi/m.db', main),
      // As SQLite writes it before the first sync: no mark, and so nothing to take back.
      file('koishi/m.db-journal', Buffer.alloc(1_024)),
    ]);
    expect(await check(copied)).toEqual([{ path: 'm.db', state: 'whole' }]);
    expect([...copied.keys()]).toEqual(['.', 'm.db']);
  });

  it('that were found whole before are not opened again', async () => {
    const parts = await inTheMiddle('delete');
    const copied = await copy([folder('koishi'), file('koishi/m.db', parts.get('m.db') ?? '')]);
    const { entry } = copied.get('m.db') ?? {};
    const sha256 = entry?.type === 'file' ? entry.sha256 : '';
    await rm(store.pathOf(sha256));
    expect(await check(copied, [sha256])).toEqual([{ path: 'm.db', state: 'whole' }]);
    expect(await check(copied)).toMatchObject([{ path: 'm.db', state: 'damaged' }]);
  });
});
