import { createHash } from 'node:crypto';

/** Files of at least so many bytes go to the release. */
export const THRESHOLD = 170_000;
const PAGES = 40;

/** How many states pass before a file is another one, and how large it is. */
const KINDS: readonly { place: string; every: number; bytes: number }[] = [
  { place: 'koishi/data/stamp', every: 1, bytes: 0 },
  { place: 'koishi/data/always.txt', every: 1, bytes: 3_000 },
  { place: 'koishi/data/.git/config', every: 2, bytes: 400 },
  { place: 'koishi/data/a:b?.json', every: 5, bytes: 900 },
  { place: 'napcat/qq/never.bin', every: 1_000_000, bytes: 9_000 },
  { place: 'koishi/config/koishi.yml', every: 3, bytes: 2_000 },
  { place: 'napcat/config/webui.json', every: 1, bytes: 700 },
  { place: 'koishi/data/voice.bin', every: 2, bytes: 220_000 },
  { place: 'napcat/config/seal.bin', every: 4, bytes: 180_000 },
  { place: 'koishi/data/steady.bin', every: 1_000_000, bytes: 190_000 },
];

/** Everything that a bot's files are in its `n`th state: whoever has the stamp knows what all others have to be. */
export function filesAt(seed: number, n: number): Map<string, Buffer> {
  const files = new Map(
    KINDS.map(({ place, every, bytes }) => [
      place,
      contentOf(`${seed} ${place} ${Math.floor(n / every)}`, bytes),
    ]),
  );
  files.set('koishi/data/stamp', Buffer.from(String(n)));
  files.set('koishi/data/koishi.db', databaseAt(seed, n, 1_024));
  // Large enough to be encrypted page by page.
  files.set('napcat/config/qq.db', databaseAt(seed, n, 4_096));
  if (n % 7 === 3) files.set('koishi/data/now-and-then', Buffer.from(`${n}`));
  return files;
}

/** Its pages change a few at a time, as a database's do. */
function databaseAt(seed: number, n: number, pageBytes: number): Buffer {
  const pages = Array.from({ length: PAGES }, (_, page) => {
    const written = n - ((((n - page) % PAGES) + PAGES) % PAGES);
    return contentOf(`${seed} page ${page} ${written}`, pageBytes);
  });
  return Buffer.concat(pages);
}

/** Bytes that do not shrink, the same for the same name. */
function contentOf(name: string, bytes: number): Buffer {
  const pieces: Buffer[] = [];
  for (let size = 0; size < bytes; size += 64)
    pieces.push(createHash('sha512').update(`${name} ${size}`).digest());
  return Buffer.concat(pieces).subarray(0, bytes);
}
