import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { isOddName, nameFromBytes, nameToBytes } from './odd-names';
import { readTar } from './read-tar';
import type { TarEntry } from './tar-entry';
import { type WrittenEntry, writeTar } from './write-tar';

const file = (name: string, content: string, rest: Partial<WrittenEntry> = {}): WrittenEntry => {
  const bytes = Buffer.from(content);
  return { type: 'file', name, mode: 0o644, uid: 0, gid: 0, size: bytes.length, content: [bytes], ...rest };
};

async function pack(entries: Iterable<WrittenEntry>): Promise<Buffer> {
  return buffer(writeTar(entries));
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(archive: Buffer, size = 64 * 1024): Promise<(TarEntry & { text: string })[]> {
  const found = [];
  for await (const { content, ...entry } of readTar(pieces(archive, size))) {
    found.push({ ...entry, text: (await buffer(content)).toString() });
  }
  return found;
}

describe('tar', () => {
  it('gives back what was written: modes, owners, long and strange names, empty folders, links', async () => {
    const long = `${'harbour/'.repeat(40)}码头.json`;
    const archive = await pack([
      { type: 'folder', name: 'data', mode: 0o750, uid: 1000, gid: 3_000_000 },
      file(`data/${long}`, '你好', { mode: 0o600, uid: 4_000_000_000, gid: 7, modifiedAt: 1_700_000_000 }),
      file('data/con.txt:?*', ''),
      { type: 'link', name: 'data/ln', mode: 0o777, uid: 1, gid: 2, target: '../码头' },
      { type: 'folder', name: 'data/empty', mode: 0o1777, uid: 0, gid: 0 },
    ]);
    for (const size of [1, 511, 64 * 1024]) {
      expect(await read(archive, size)).toMatchObject([
        { type: 'folder', name: 'data', mode: 0o750, uid: 1000, gid: 3_000_000 },
        {
          type: 'file',
          name: `data/${long}`,
          text: '你好',
          mode: 0o600,
          uid: 4_000_000_000,
          gid: 7,
          modifiedAt: 1_700_000_000,
        },
        { type: 'file', name: 'data/con.txt:?*', text: '' },
        { type: 'link', name: 'data/ln', target: '../码头', uid: 1, gid: 2 },
        { type: 'folder', name: 'data/empty', mode: 0o1777 },
      ]);
    }
  });

  it('is read by others', async () => {
    const archive = await pack([file(`${'x'.repeat(150)}/码`, 'text', { mode: 0o640 })]);
    const others = extract();
    others.end(archive);
    for await (const entry of others) {
      expect(entry.header).toMatchObject({ name: `${'x'.repeat(150)}/码`, mode: 0o640, size: 4 });
      expect((await buffer(entry)).toString()).toBe('text');
    }
  });

  it('skips what is not read', async () => {
    const archive = await pack([file('a', 'x'.repeat(5_000)), file('b', 'y')]);
    const names = [];
    for await (const { name } of readTar(pieces(archive, 100))) names.push(name);
    expect(names).toEqual(['a', 'b']);
  });

  it('says so when it is cut short anywhere, or is no archive', async () => {
    const archive = await pack([file('a', 'x'.repeat(600))]);
    for (const end of [0, 100, 512, 1_000, 1_536, 1_600]) {
      await expect(read(archive.subarray(0, end)), `cut at ${end}`).rejects.toThrow(/cut short/);
    }
    await expect(read(Buffer.alloc(2_048, 'no archive'))).rejects.toThrow(/no tar archive/);
    await expect(pack([file('a', 'xx', { size: 3 })])).rejects.toThrow(/2 bytes, not 3/);
  });

  it('keeps every name that is no UTF-8 apart from every other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        expect(nameToBytes(nameFromBytes(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(nameFromBytes(Buffer.from(name))).toBe(name);
        expect(isOddName(name)).toBe(false);
      }),
    );
  });

  it('carries such a name through an archive', async () => {
    const name = nameFromBytes(Buffer.from([0x61, 0xff, 0xe7, 0xa0, 0x62]));
    const [found] = await read(await pack([file(`d/${name}`, '1')]));
    expect([...nameToBytes(found?.name ?? '')]).toEqual([0x64, 0x2f, 0x61, 0xff, 0xe7, 0xa0, 0x62]);
  });
});
