import { nameToBytes } from './odd-names';
import { BLOCK, type TarEntry, TarError } from './tar-entry';

/** An entry to be written; a file brings its bytes, exactly `size` of them. */
export interface WrittenEntry extends Partial<Pick<TarEntry, 'modifiedAt' | 'target' | 'size'>> {
  type: 'file' | 'folder' | 'link';
  name: string;
  mode: number;
  uid: number;
  gid: number;
  content?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** An archive as a stream: ustar, with PAX headers where that does not do. Rejects when a file's size does not hold. */
export async function* writeTar(
  entries: AsyncIterable<WrittenEntry> | Iterable<WrittenEntry>,
): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    const size = entry.type === 'file' ? (entry.size ?? 0) : 0;
    yield headersOf(entry, size);
    let written = 0;
    if (size > 0) {
      for await (const piece of entry.content ?? []) {
        written += piece.length;
        yield piece;
      }
    }
    if (written !== size) throw new TarError(`${entry.name} has ${written} bytes, not ${size}`);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (padding > 0) yield Buffer.alloc(padding);
  }
  yield Buffer.alloc(2 * BLOCK);
}

const TYPES = { file: '0', link: '2', folder: '5' } as const;
const LARGEST_OCTAL = { id: 0o7777777, size: 0o77777777777 };

function headersOf(entry: WrittenEntry, size: number): Buffer {
  const { uid, gid, mode, modifiedAt = 0, target = '' } = entry;
  const name = nameToBytes(entry.type === 'folder' ? `${entry.name}/` : entry.name);
  const link = nameToBytes(target);
  const records = [
    ...(fits(name) ? [] : [paxRecord('path', name)]),
    ...(fits(link) ? [] : [paxRecord('linkpath', link)]),
    ...(uid <= LARGEST_OCTAL.id ? [] : [paxRecord('uid', Buffer.from(String(uid)))]),
    ...(gid <= LARGEST_OCTAL.id ? [] : [paxRecord('gid', Buffer.from(String(gid)))]),
    ...(size <= LARGEST_OCTAL.size ? [] : [paxRecord('size', Buffer.from(String(size)))]),
  ];
  const main = header({ name, link, mode, uid, gid, size, modifiedAt, type: TYPES[entry.type] });
  if (records.length === 0) return main;
  const notes = Buffer.concat(records);
  const about = { link: Buffer.alloc(0), mode: 0o644, uid: 0, gid: 0, modifiedAt: 0, type: 'x' };
  const padding = Buffer.alloc((BLOCK - (notes.length % BLOCK)) % BLOCK);
  return Buffer.concat([
    header({ ...about, name: Buffer.from('PaxHeaders'), size: notes.length }),
    notes,
    padding,
    main,
  ]);
}

interface HeaderFields {
  name: Buffer;
  link: Buffer;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  modifiedAt: number;
  type: string;
}

/** What is too long here stands in a PAX header as well. */
function header({ name, link, mode, uid, gid, size, modifiedAt, type }: HeaderFields): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (at: number, length: number, value: number, largest: number) =>
    block.write(`${(value <= largest ? value : 0).toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  name.copy(block, 0, 0, 100);
  octal(100, 8, mode & 0o7777, LARGEST_OCTAL.id);
  octal(108, 8, uid, LARGEST_OCTAL.id);
  octal(116, 8, gid, LARGEST_OCTAL.id);
  octal(124, 12, size, LARGEST_OCTAL.size);
  octal(136, 12, Math.max(0, Math.floor(modifiedAt)), LARGEST_OCTAL.size);
  block.fill(0x20, 148, 156);
  block.write(type, 156, 'latin1');
  link.copy(block, 157, 0, 100);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function fits(bytes: Buffer): boolean {
  return bytes.length <= 100 && bytes.every((byte) => byte < 0x80);
}

/** `<length of it all> <key>=<value>\n`: the length counts its own digits. */
function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
