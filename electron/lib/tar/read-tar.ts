import { nameFromBytes } from './odd-names';
import { BLOCK, type TarEntry, TarError } from './tar-entry';

/** An entry and the bytes of a file, which are read before the next entry is asked for, or skipped. */
export interface ReadEntry extends TarEntry {
  content: AsyncIterable<Uint8Array>;
}

/** What is said of bytes that are no archive. */
/** What a `TarError` says of an archive that ended before its end mark. */
export const CUT_SHORT = 'the archive is cut short';
export const NO_TAR = 'this is no tar archive, or it is damaged';

/**
 * Reads an archive as it comes, holding no file as a whole. Knows ustar, PAX and GNU's long names. Rejects with
 * TarError when it ends before its end mark or is no archive.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const input = createInput(source);
  let extra: Extra = {};
  try {
    for (;;) {
      const header = await input.exactly(BLOCK);
      if (header.every((byte) => byte === 0)) return;
      checkSum(header);
      const type = String.fromCharCode(header[156] ?? 0);
      const size = extra.size ?? numberAt(header, 124, 12);
      const padding = (BLOCK - (size % BLOCK)) % BLOCK;
      if (type in EXTRAS) {
        if (size > LARGEST_EXTRA) throw new TarError('a name or note is too long');
        const body = await input.exactly(size);
        await input.skip(padding);
        extra = { ...extra, ...EXTRAS[type]?.(body) };
        continue;
      }
      const entry = toEntry(header, type, size, extra);
      extra = {};
      let left = entry.type === 'file' ? size : 0;
      if (entry.type !== 'file') await input.skip(size + padding);
      yield {
        ...entry,
        content: {
          async *[Symbol.asyncIterator]() {
            while (left > 0) {
              const piece = await input.some(left);
              left -= piece.length;
              yield piece;
            }
          },
        },
      };
      if (entry.type === 'file') await input.skip(left + padding);
    }
  } finally {
    await input.close();
  }
}

interface Extra {
  name?: string;
  target?: string;
  size?: number;
  uid?: number;
  gid?: number;
  modifiedAt?: number;
}

const LARGEST_EXTRA = 1024 * 1024;

/** Headers that speak of the next one. What a global header says is of no use to us. */
const EXTRAS: Readonly<Record<string, (body: Buffer) => Extra>> = {
  g: () => ({}),
  x: readPax,
  L: (body) => ({ name: nameFromBytes(untilZero(body)) }),
  K: (body) => ({ target: nameFromBytes(untilZero(body)) }),
};

const TYPES: Readonly<Record<string, TarEntry['type']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hardLink',
  '2': 'link',
  '5': 'folder',
};

function toEntry(header: Buffer, type: string, size: number, extra: Extra): TarEntry {
  const own = nameFromBytes(untilZero(header.subarray(0, 100)));
  const prefix = isUstar(header) ? nameFromBytes(untilZero(header.subarray(345, 500))) : '';
  const name = extra.name ?? (prefix === '' ? own : `${prefix}/${own}`);
  const kind = TYPES[type] ?? 'other';
  return {
    type: kind === 'file' && name.endsWith('/') ? 'folder' : kind,
    name: name.replace(/\/+$/, ''),
    mode: numberAt(header, 100, 8) & 0o7777,
    uid: extra.uid ?? numberAt(header, 108, 8),
    gid: extra.gid ?? numberAt(header, 116, 8),
    size: kind === 'file' ? size : 0,
    modifiedAt: extra.modifiedAt ?? numberAt(header, 136, 12),
    target: extra.target ?? nameFromBytes(untilZero(header.subarray(157, 257))),
  };
}

/** GNU's header has other things where ustar has the prefix. */
function isUstar(header: Buffer): boolean {
  return header.toString('latin1', 257, 263) === 'ustar\0';
}

function readPax(body: Buffer): Extra {
  const extra: Extra = {};
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, Math.max(at, space)));
    const equals = body.indexOf(0x3d, space);
    if (space < 0 || equals < 0 || !(length > 0)) throw new TarError('a PAX header is damaged');
    const value = body.subarray(equals + 1, at + length - 1);
    const number = () => Number(value.toString('latin1'));
    const key = body.toString('latin1', space + 1, equals);
    if (key === 'path') extra.name = nameFromBytes(value);
    else if (key === 'linkpath') extra.target = nameFromBytes(value);
    else if (key === 'size') extra.size = number();
    else if (key === 'uid') extra.uid = number();
    else if (key === 'gid') extra.gid = number();
    else if (key === 'mtime') extra.modifiedAt = number();
    at += length;
  }
  return extra;
}

function checkSum(header: Buffer): void {
  let sum = 8 * 0x20;
  for (const [index, byte] of header.entries()) if (index < 148 || index >= 156) sum += byte;
  if (sum !== numberAt(header, 148, 8)) throw new TarError(NO_TAR);
}

/** Octal digits, or GNU's binary form for what does not fit. */
function numberAt(header: Buffer, at: number, length: number): number {
  const first = header[at] ?? 0;
  if (first >= 0x80) {
    let value = first & 0x7f;
    for (let index = at + 1; index < at + length; index += 1) value = value * 256 + (header[index] ?? 0);
    return value;
  }
  const digits = header
    .toString('latin1', at, at + length)
    .replaceAll('\0', ' ')
    .trim();
  const value = digits === '' ? 0 : Number.parseInt(digits, 8);
  if (Number.isNaN(value)) throw new TarError(NO_TAR);
  return value;
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

interface Input {
  /** Between one byte and so many, as they lie. */
  some(most: number): Promise<Uint8Array>;
  exactly(count: number): Promise<Buffer>;
  skip(count: number): Promise<void>;
  close(): Promise<void>;
}

function createInput(source: AsyncIterable<Uint8Array>): Input {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();

  async function some(most: number): Promise<Uint8Array> {
    while (rest.length === 0) {
      const { value, done } = await chunks.next();
      if (done) throw new TarError(CUT_SHORT);
      rest = value;
    }
    const piece = rest.subarray(0, most);
    rest = rest.subarray(piece.length);
    return piece;
  }

  return {
    some,
    async exactly(count) {
      if (count > 0 && rest.length >= count) {
        const piece = rest.subarray(0, count);
        rest = rest.subarray(count);
        return Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      }
      const whole = Buffer.alloc(count);
      for (let at = 0; at < count; ) {
        const piece = await some(count - at);
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    },
    async skip(count) {
      for (let left = count; left > 0; ) left -= (await some(left)).length;
    },
    async close() {
      await chunks.return?.();
    },
  };
}
