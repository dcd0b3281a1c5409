import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { EngineError } from '../engine';
import type { Connection } from './connection';
import { toEngineError } from './error-kind';
import { followSignals } from './follow-signals';

const HEADERS_DEADLINE_MS = 60_000;

/** A folder or file of a container as the engine packs it. */
export async function* readArchive(
  connection: Connection,
  id: string,
  path: string,
  caller: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { controller: stop, unlink } = followSignals(caller);
  const { signal } = stop;
  try {
    const deadlineMs = HEADERS_DEADLINE_MS;
    const query = { path };
    yield* await connection.open('GET', `/containers/${id}/archive`, { query, signal, deadlineMs });
  } catch (cause) {
    if (caller?.aborted) throw new EngineError('cancelled', 'cancelled', undefined, { cause });
    throw toEngineError(cause);
  } finally {
    unlink();
    // Who reads no further lets go of the engine's stream.
    stop.abort();
  }
}

/** Has the engine lay out an archive; the source's own failure is passed on as it is. */
export async function writeArchive(
  connection: Connection,
  id: string,
  path: string,
  tar: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let failure: { cause: unknown } | undefined;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* tar;
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  }
  const archive = Readable.from(watched(), { objectMode: false });
  try {
    const query = { path: posix.dirname(path) };
    const answer = await connection.open('PUT', `/containers/${id}/archive`, { query, archive, signal });
    answer.resume();
  } catch (cause) {
    throw failure ? failure.cause : cause;
  } finally {
    archive.destroy();
  }
}
