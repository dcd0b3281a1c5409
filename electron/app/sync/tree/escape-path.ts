/** What git, or a disk of Windows or a Mac, does not take in a name, or takes for something else. */
const NEVER = /[\p{Cc}\p{Cf}<>:"|?*\\%]/u;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|$))/i;
/** `.git`, its short name on Windows, and the files that git itself acts upon. */
const OF_GIT = /^(?:\.git|git~\d)/i;
/** What every disk keeps apart whatever it thinks of upper case and accents. */
const PLAIN = /[a-z0-9._-]/;
/** Bytes; some disks stop at 255. A piece ends with `%` when the name goes on in the next. */
const LONGEST = 200;

/**
 * The path under which a file is kept in the repository. Bytes that cannot stand there are written `%XX`; different paths
 * never become the same, also where upper and lower case are one. `bytes`: the path as it is in the volume, parted by `/`.
 * @param clashes folded paths (`foldPath`) of which there are several in the volume
 */
export function escapePath(bytes: Uint8Array, clashes: ReadonlySet<string> = new Set()): string {
  const parts = splitBytes(bytes);
  return parts
    .map((part, index) => escapeName(part, clashes.has(foldPath(joinBytes(parts.slice(0, index + 1))))))
    .join('/');
}

/** The bytes that `escapePath` was given. @throws RangeError for what it never answers. */
export function unescapePath(escaped: string): Buffer {
  const whole = escaped.replaceAll('%/', '');
  const bytes: number[] = [];
  const text = Buffer.from(whole);
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (byte !== 0x25) {
      bytes.push(byte);
      continue;
    }
    const code = text.subarray(at + 1, at + 3).toString();
    if (!/^[0-9A-F]{2}$/.test(code)) throw new RangeError(`not an escaped path: ${escaped}`);
    bytes.push(Number.parseInt(code, 16));
    at += 2;
  }
  return Buffer.from(bytes);
}

/** Paths that a disk without upper case would take for one, in their folded form: also of folders. */
export function findClashes(paths: Iterable<Uint8Array>): Set<string> {
  const seen = new Map<string, string>();
  const clashes = new Set<string>();
  for (const path of paths) {
    const parts = splitBytes(path);
    for (let count = 1; count <= parts.length; count++) {
      const own = joinBytes(parts.slice(0, count));
      const exact = own.toString('latin1');
      const folded = foldPath(own);
      const other = seen.get(folded);
      if (other === undefined) seen.set(folded, exact);
      else if (other !== exact) clashes.add(folded);
    }
  }
  return clashes;
}

/** Two paths with the same are one on some disk. */
export function foldPath(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').normalize('NFKC').toLowerCase().toUpperCase();
}

function escapeName(name: Buffer, clashes: boolean): string {
  const first = firstToEscape(name);
  let escaped = '';
  const characters = decode(name);
  for (const [index, { text, bytes }] of characters.entries()) {
    const isLast = index === characters.length - 1;
    const isBad =
      text === undefined ||
      NEVER.test(text) ||
      (index === 0 && first) ||
      (isLast && (text === '.' || text === ' ')) ||
      (clashes && !PLAIN.test(text));
    escaped += isBad ? percent(bytes) : text;
  }
  return inPieces(escaped);
}

function firstToEscape(name: Buffer): boolean {
  const plain = name
    .toString('utf8')
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC');
  return RESERVED.test(plain) || OF_GIT.test(plain);
}

/** Characters, and bytes that are none. */
function decode(name: Buffer): { text: string | undefined; bytes: Buffer }[] {
  const found: { text: string | undefined; bytes: Buffer }[] = [];
  for (let at = 0; at < name.length; ) {
    const length = [1, 2, 3, 4].find((size) => isCharacter(name.subarray(at, at + size))) ?? 1;
    const bytes = name.subarray(at, at + length);
    found.push({ text: isCharacter(bytes) ? bytes.toString('utf8') : undefined, bytes });
    at += length;
  }
  return found;
}

function isCharacter(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return [...text].length === 1 && Buffer.from(text).equals(bytes);
}

function percent(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function inPieces(name: string): string {
  const pieces: string[] = [];
  let piece = '';
  for (const unit of name.match(/%[0-9A-F]{2}|[\s\S]/gu) ?? []) {
    if (Buffer.byteLength(piece + unit) > LONGEST) {
      pieces.push(`${piece}%`);
      piece = '';
    }
    piece += unit;
  }
  return [...pieces, piece].join('/');
}

function splitBytes(bytes: Uint8Array): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== 0x2f) continue;
    parts.push(Buffer.from(bytes.subarray(start, at)));
    start = at + 1;
  }
  return parts;
}

function joinBytes(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from('/'), part])));
}
