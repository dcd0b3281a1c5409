/**
 * Names of files are bytes, and not always UTF-8. Here they are text in which each byte that fits nowhere stands as a
 * lone surrogate, U+DC80 to U+DCFF: nothing is lost, and two names that differ stay different.
 */
export function nameFromBytes(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return fromOddBytes(bytes);
  }
}

export function nameToBytes(name: string): Buffer {
  if (!isOddName(name)) return Buffer.from(name);
  return Buffer.concat(
    name
      .split(/([\udc80-\udcff])/u)
      .map((part) => (ODD.test(part) ? Buffer.from([part.charCodeAt(0) - 0xdc00]) : Buffer.from(part))),
  );
}

/** Whether it holds a byte that is no UTF-8. */
export function isOddName(name: string): boolean {
  return ODD.test(name);
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ODD = /[\udc80-\udcff]/u;
const LONGEST_CHARACTER = 4;

function fromOddBytes(bytes: Uint8Array): string {
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = characterAt(bytes, at);
    name +=
      length === 0
        ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
        : STRICT.decode(bytes.subarray(at, at + length));
    at += length || 1;
  }
  return name;
}

/** How many bytes the character there has; 0 when there is none. */
function characterAt(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= LONGEST_CHARACTER && at + length <= bytes.length; length += 1) {
    try {
      STRICT.decode(bytes.subarray(at, at + length));
      return length;
    } catch {}
  }
  return 0;
}
