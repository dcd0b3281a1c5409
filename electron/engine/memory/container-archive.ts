import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readTar } from '../../lib/tar/read-tar';
import { TarError } from '../../lib/tar/tar-entry';
import { type WrittenEntry, writeTar } from '../../lib/tar/write-tar';
import { EngineError } from '../engine';
import type { ContainerFiles, MemoryNode } from './container-files';

const PIECE_BYTES = 64 * 1024;

/** What lies at `path` as an archive, each file as it is when its turn comes. Throws `notFound`. */
export function archiveOf(files: ContainerFiles, path: string): AsyncGenerator<Uint8Array> {
  const single = files.read(path);
  const found: [string, MemoryNode][] = single ? [['', { type: 'file', ...single }]] : files.walk(path);
  if (found.length === 0) throw new EngineError('notFound', `Could not find the file ${path}`, 404);
  const base = posix.basename(path);
  return writeTar(entriesOf(files, path, base, found));
}

function* entriesOf(
  files: ContainerFiles,
  path: string,
  base: string,
  found: readonly [string, MemoryNode][],
): Generator<WrittenEntry> {
  for (const [inside, node] of found) {
    const name = posix.join(base, inside);
    const { type, mode, uid, gid, modifiedAt = 0 } = node;
    const entry = { type, name, mode, uid, gid, modifiedAt };
    if (node.type === 'link') yield { ...entry, target: node.target };
    else if (node.type === 'folder') yield entry;
    else {
      const { content } = files.read(posix.join(path, inside)) ?? node;
      yield { ...entry, size: content.length, content: pieces(content) };
    }
  }
}

function* pieces(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}

/** Lays an archive out at `path`. Throws `badRequest` for what climbs or is no archive, and a file system's errors. */
export async function layOut(
  files: ContainerFiles,
  path: string,
  tar: AsyncIterable<Uint8Array>,
): Promise<void> {
  const parent = posix.dirname(path);
  try {
    for await (const { content, ...entry } of readTar(tar)) {
      const { type, name, mode, uid, gid, modifiedAt, target } = entry;
      if (name.split('/').includes('..')) throw new EngineError('badRequest', `path climbs: ${name}`, 400);
      const at = posix.join(parent, name);
      const owned = { mode, uid, gid, modifiedAt };
      if (type === 'file') files.put(at, { type, ...owned, content: await buffer(content) });
      else if (type === 'folder') files.put(at, { type, ...owned });
      else if (type === 'link') files.put(at, { type, ...owned, target });
    }
  } catch (cause) {
    if (cause instanceof TarError) throw new EngineError('badRequest', cause.message, 400, { cause });
    throw cause;
  }
}
