import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { EngineError, type FileEntry } from '../engine';
import type { Connection } from './connection';
import { toEngineError } from './error-kind';

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const UPLOAD_DEADLINE_MS = 120_000;

/** Packs files for the root of a container. Throws `badRequest` for a path that is not absolute and plain. */
export async function packFiles(files: readonly FileEntry[]): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date();
  for (const { path, content, mode = 0o644, uid = 0, gid = 0 } of files) {
    if (!posix.isAbsolute(path) || posix.normalize(path) !== path || path.endsWith('/')) {
      throw new EngineError('badRequest', `not an absolute path of a file: ${path}`);
    }
    archive.entry({ name: path.slice(1), mode, uid, gid, mtime }, Buffer.from(content));
  }
  archive.finalize();
  return await buffer(archive);
}

export async function putFiles(
  connection: Connection,
  id: string,
  files: readonly FileEntry[],
): Promise<void> {
  const archive = await packFiles(files);
  const query = { path: '/', noOverwriteDirNonDir: '1' };
  const deadlineMs = UPLOAD_DEADLINE_MS;
  await connection.call('PUT', `/containers/${id}/archive`, { query, archive, deadlineMs });
}

/** A file's bytes; undefined when it is not there. Rejects with `badRequest` for a folder or beyond 16 MiB. */
export async function getFile(
  connection: Connection,
  id: string,
  path: string,
): Promise<Uint8Array | undefined> {
  const stop = new AbortController();
  try {
    const signal = stop.signal;
    const query = { path };
    const deadlineMs = UPLOAD_DEADLINE_MS;
    const stream = await connection.open('GET', `/containers/${id}/archive`, { query, signal, deadlineMs });
    const entries = extract();
    stream.on('error', (error) => entries.destroy(error)).pipe(entries);
    for await (const entry of entries) {
      const { type, size = 0 } = entry.header;
      if (type !== 'file') throw new EngineError('badRequest', `${path} is a ${type ?? 'strange thing'}`);
      if (size > MAX_FILE_BYTES) throw new EngineError('badRequest', `${path} has ${size} bytes`);
      return await buffer(entry);
    }
    return undefined;
  } catch (cause) {
    const error = toEngineError(cause);
    if (error.statusCode === 404) return undefined;
    throw error;
  } finally {
    stop.abort();
  }
}
