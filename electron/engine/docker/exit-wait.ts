import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { type ContainerInfo, EngineError } from '../engine';
import type { Connection } from './connection';
import { toEngineError } from './error-kind';
import { followSignals } from './follow-signals';

const Answer = z.object({ StatusCode: z.number() });

/**
 * The exit code of a container's present or, while it was only created, first run. Rejects when the engine goes
 * away (`engineGone`), the container is removed (`notFound`) or `signal` aborts (`cancelled`).
 * `look` finds the container, undefined when it is gone.
 */
export async function waitExit(
  connection: Connection,
  id: string,
  look: () => Promise<ContainerInfo | undefined>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { controller: stop, unlink } = followSignals(signal);
  try {
    // The wait is registered before its headers come, so an end between the two questions is not missed.
    const query = { condition: 'next-exit' };
    const stream = await connection.open('POST', `/containers/${id}/wait`, { signal: stop.signal, query });
    const before = await look();
    if (!before) throw gone(id);
    if (before.exitCode !== undefined) {
      stream.on('error', () => undefined);
      return before.exitCode;
    }
    const { StatusCode } = Answer.parse(await json(stream));
    if (!(await look())) throw gone(id);
    return StatusCode;
  } catch (cause) {
    if (signal?.aborted) throw new EngineError('cancelled', 'cancelled', undefined, { cause });
    // An engine that dies may also just cut the answer short.
    if (cause instanceof SyntaxError) throw new EngineError('engineGone', 'the engine ended its answer');
    throw toEngineError(cause);
  } finally {
    unlink();
    stop.abort();
  }
}

function gone(id: string): EngineError {
  return new EngineError('notFound', `container ${id} was removed`);
}
