import type { Clock } from '../lib/clock';
import { type Engine, EngineError, type PullProgress, type PullResult } from './engine';

export interface WatchedPull {
  clock: Clock;
  signal: AbortSignal;
  /** How long no byte may come. */
  stallMs: number;
  onProgress: (progress: PullProgress) => void;
}

/** Unpacking is the disk's work, and the containerd store says nothing while it is at it. */
const UNPACKING_PATIENCE = 10;

/**
 * One pull with a watchdog, which no engine has of its own: rejects with EngineError `stalled` when nothing moves
 * for `stallMs`. While the engine says when it will try a layer again, it is left alone.
 */
export async function pullWatched(
  engine: Engine,
  name: string,
  { clock, signal, stallMs, onProgress }: WatchedPull,
): Promise<PullResult> {
  const stalled = new AbortController();
  let cancel = () => {};
  const wait = (ms: number) => {
    cancel();
    cancel = clock.after(ms, () => stalled.abort());
  };
  let furthest: PullProgress | undefined;
  let isOver = false;
  wait(stallMs);
  try {
    return await engine.images.pull(name, {
      signal: AbortSignal.any([signal, stalled.signal]),
      onProgress(progress) {
        if (isOver) return;
        if (hasMoved(furthest, progress)) {
          const patience = progress.phase === 'unpacking' ? UNPACKING_PATIENCE : 1;
          wait(stallMs * patience + (progress.retryInMs ?? 0));
          furthest = { ...progress, doneBytes: Math.max(progress.doneBytes, furthest?.doneBytes ?? 0) };
        }
        onProgress(progress);
      },
    });
  } catch (cause) {
    if (signal.aborted) throw new EngineError('cancelled', 'the pull was cancelled', undefined, { cause });
    if (!stalled.signal.aborted) throw cause;
    throw new EngineError('stalled', `no byte came for ${Math.round(stallMs / 1_000)} s`, undefined, {
      cause,
    });
  } finally {
    isOver = true;
    cancel();
  }
}

function hasMoved(before: PullProgress | undefined, now: PullProgress): boolean {
  return (
    before === undefined ||
    now.doneBytes > before.doneBytes ||
    now.layersDone > before.layersDone ||
    now.phase !== before.phase ||
    now.retryInMs !== before.retryInMs
  );
}
