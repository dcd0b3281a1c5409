import { once } from 'node:events';
import { SyncError } from '../sync-error';
import { type Git, startGit } from './run-git';

/**
 * Streams blobs through one `git cat-file --batch`, one after the other: none is in memory as a whole. What `use` leaves
 * unread is skipped.
 */
export async function readBlobs(
  git: Git,
  dir: string,
  ids: readonly string[],
  use: (index: number, content: AsyncIterable<Uint8Array>) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  if (ids.length === 0) return;
  const child = startGit(git, ['cat-file', '--batch'], { cwd: dir, env: { GIT_DIR: dir }, signal });
  const closed = once(child, 'close');
  child.stderr.resume();
  child.stdin.end(`${ids.join('\n')}\n`);
  const source = createByteSource(child.stdout);
  try {
    for (const [index, id] of ids.entries()) {
      const line = await source.line();
      const head = `${id} blob `;
      const size = line.slice(head.length);
      if (!line.startsWith(head) || !/^\d+$/.test(size))
        throw new SyncError('syncDamaged', { what: id }, { evidence: [`cat-file: ${line.slice(0, 100)}`] });
      const content = source.take(Number(size));
      await use(index, content);
      for await (const _ of content);
      await source.line();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    child.kill('SIGKILL');
    // What is left unread would keep it from ever being closed.
    child.stdout.destroy();
    await closed.catch(() => undefined);
  }
}

interface ByteSource {
  /** Without its end. */
  line(): Promise<string>;
  /** The next bytes, as they come; a second reading goes on where the first stopped. */
  take(size: number): AsyncIterable<Uint8Array>;
}

function createByteSource(stream: AsyncIterable<Buffer>): ByteSource {
  const pieces = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async () => {
    const { value, done } = await pieces.next();
    if (done) throw new SyncError('syncDamaged', {}, { evidence: ['cat-file ended early'] });
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
  };
  return {
    async line() {
      let end = rest.indexOf(10);
      while (end < 0) {
        await more();
        end = rest.indexOf(10);
      }
      const line = rest.subarray(0, end).toString();
      rest = rest.subarray(end + 1);
      return line;
    },
    take(size) {
      let left = size;
      return {
        async *[Symbol.asyncIterator]() {
          while (left > 0) {
            if (rest.length === 0) await more();
            const piece = rest.subarray(0, left);
            rest = rest.subarray(piece.length);
            left -= piece.length;
            yield piece;
          }
        },
      };
    },
  };
}
