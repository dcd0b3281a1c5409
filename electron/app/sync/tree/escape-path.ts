/** What git, or a disk of Windows or a Mac, does not take in a name, or takes for something else. */
const NEVER = /[\p{Cc}\p{Cf}<>:"|?*\\%]/u;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= *(?:\.|$))/i;
/** `.git`, its short name on Windows, and the files that git itself acts upon. */
const OF_GIT = /^(?:\.git|git~\d)/i;
/** What every disk keeps apart whatever it thinks of upper case and accents. */
const PLAIN = /[a-z0-9._-]/;
/** Most paths: nothing in them, at the beginning or at the end of a name, that could have to be written otherwise. */
const PLAIN_PATH =
  /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,190}[A-Za-z0-9_-])?(?:\/[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,190}[A-Za-z0-9_-])?)*$/;
const HAS_RESERVED = /(?:^|\/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$)/i;
const BEYOND_ASCII = /[\x80-\xff]/;
/** Bytes; some disks stop at 255. A piece ends with `%` when the name goes on in the next. */
const LONGEST = 200;

/**
 * The path under which a file is kept in the repository. Bytes that cannot stand there are written `%XX`; different paths
 * never become the same, also where upper and lower case are one. `bytes`: the path as it is in the volume, parted by `/`.
 * @param clashes folded paths (`foldPath`) of which there are several in the volume
 */
export function escapePath(bytes: Uint8Array, clashes: ReadonlySet<string> = new Set()): string {
  if (clashes.size === 0) {
    const text = latin1(bytes);
    if (PLAIN_PATH.test(text) && !HAS_RESERVED.test(text)) return text;
  }
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
  const known = new Set<string>();
  for (const path of paths) {
    const whole = latin1(path);
    for (let end = whole.indexOf('/'); ; end = whole.indexOf('/', end + 1)) {
      const exact = end < 0 ? whole : whole.slice(0, end);
      // Thousands of files share a few folders.
      if (!known.has(exact)) {
        known.add(exact);
        const folded = BEYOND_ASCII.test(exact)
          ? foldPath(Buffer.from(exact, 'latin1'))
          : exact.toUpperCase();
        const other = seen.get(folded);
        if (other === undefined) seen.set(folded, exact);
        else if (other !== exact) clashes.add(folded);
      }
      if (end < 0) break;
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

/** A character for each byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
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
