import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFileIfAny, removeStaleTemps, writeFileAtomic } from './atomic-file';
import { moveAside } from './move-aside';

let dir: string;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'atomic-')), '王小明 的文件夹');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  it('makes the folders and a file that only its owner reads', async () => {
    const path = join(dir, '设置 一.json');
    await writeFileAtomic(path, '你好');
    expect(await readFile(path, 'utf8')).toBe('你好');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
  });

  it('replaces content and mode, leaving nothing else behind', async () => {
    const path = join(dir, 'a.json');
    await writeFileAtomic(path, 'old', 0o644);
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    await writeFileAtomic(path, Buffer.from('new'));
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(['a.json']);
  });

  it('leaves what was there, and no temporary file, when it fails', async () => {
    const path = join(dir, 'taken');
    await mkdir(join(path, 'inside'), { recursive: true });
    await expect(writeFileAtomic(path, 'x')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(await readdir(dir)).toEqual(['taken']);
  });

  it('never shows half a file to a reader', async () => {
    const path = join(dir, 'big.json');
    const versions = ['a', 'b'].map((letter) => letter.repeat(1_000_000));
    await writeFileAtomic(path, versions[0] ?? '');
    let writing = true;
    const writes = (async () => {
      for (let round = 0; round < 10; round++) await writeFileAtomic(path, versions[round % 2] ?? '');
      writing = false;
    })();
    const seen = new Set<string>();
    while (writing) seen.add(await readFile(path, 'utf8'));
    await writes;
    expect([...seen].every((text) => versions.includes(text))).toBe(true);
  });
});

describe('readFileIfAny', () => {
  it('has nothing where there is no file, and rejects where it cannot read', async () => {
    expect(await readFileIfAny(join(dir, 'none'))).toBeUndefined();
    await mkdir(dir);
    await expect(readFileIfAny(dir)).rejects.toThrow('EISDIR');
  });
});

describe('removeStaleTemps', () => {
  it('removes what a crashed write left, and nothing else', async () => {
    await mkdir(dir);
    const stale = join(dir, '.settings.json.0123456789abcdef.tmp~');
    await writeFile(stale, 'half');
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(stale, yesterday, yesterday);
    await writeFile(join(dir, '.settings.json.fedcba9876543210.tmp~'), 'being written');
    await writeFile(join(dir, 'notes.tmp'), 'mine');
    await writeFile(join(dir, '.settings.json.tmp~'), 'mine');
    await removeStaleTemps(dir);
    expect((await readdir(dir)).sort()).toEqual([
      '.settings.json.fedcba9876543210.tmp~',
      '.settings.json.tmp~',
      'notes.tmp',
    ]);
    await removeStaleTemps(join(dir, 'none'));
  });
});

describe('moveAside', () => {
  it('keeps every broken file under a name of its own', async () => {
    const path = join(dir, 'settings.json');
    const now = Date.UTC(2026, 10, 20, 8, 5, 9, 123);
    for (const content of ['one', 'two', 'three']) {
      await writeFileAtomic(path, content);
      const moved = await moveAside(path, now);
      expect(await readFile(moved, 'utf8')).toBe(content);
    }
    expect((await readdir(dir)).sort()).toEqual([
      'settings.json.broken-2026-11-20T08-05-09Z',
      'settings.json.broken-2026-11-20T08-05-09Z-2',
      'settings.json.broken-2026-11-20T08-05-09Z-3',
    ]);
  });
});
