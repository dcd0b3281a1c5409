import { EngineError, type PullProgress, type PullResult } from '../engine';
import { kindOfAnswer, toEngineError } from './error-kind';
import { readJsonLines } from './ndjson';
import { NOTHING_PULLED, nextPullState, PullLine, pullProgress } from './pull-progress';

/**
 * Reads an engine's pull stream to its end. An error line, a broken stream and an abort reject with EngineError;
 * `isComplete` is false when the engine ended the stream without saying that it is through.
 */
export async function readPullStream(
  source: AsyncIterable<Uint8Array>,
  options: { signal?: AbortSignal | undefined; onProgress?: ((progress: PullProgress) => void) | undefined },
): Promise<PullResult & { isComplete: boolean }> {
  let state = NOTHING_PULLED;
  try {
    for await (const value of readJsonLines(source)) {
      const line = PullLine.safeParse(value);
      if (!line.success) continue;
      state = nextPullState(state, line.data);
      if (state.error !== undefined) break;
      options.onProgress?.(pullProgress(state));
    }
  } catch (error) {
    if (options.signal?.aborted) throw new EngineError('cancelled', 'cancelled', undefined, { cause: error });
    throw toEngineError(error);
  }
  if (options.signal?.aborted) throw new EngineError('cancelled', 'cancelled');
  if (state.error !== undefined) throw new EngineError(kindOfAnswer(state.error), state.error);
  return { digest: state.digest, isComplete: state.complete };
}
