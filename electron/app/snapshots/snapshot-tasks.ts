import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import type { SnapshotProgress } from '../../contract/snapshot';
import { EngineError } from '../../engine/engine';
import type { Clock } from '../../lib/clock';

/** What is under way, one thing for each bot. */
export interface SnapshotTasks {
  /** @throws AppError `busy`, `cancelled` */
  run<T>(
    bot: BotId,
    task: SnapshotProgress['task'],
    caller: AbortSignal | undefined,
    work: (under: UnderWay) => Promise<T>,
  ): Promise<T>;
  progress(bot: BotId): SnapshotProgress | undefined;
  isBusy(bot: BotId): boolean;
  cancel(bot: BotId): Promise<void>;
  idle(): Promise<void>;
}

export interface UnderWay {
  signal: AbortSignal;
  /** `bytes`: how many more are done. */
  tell(progress: Pick<SnapshotProgress, 'phase' | 'service'> & { bytes: number; totalBytes?: number }): void;
}

/** So often the view is told of bytes; phases are told at once. */
const TELL_EVERY_MS = 250;

export function createSnapshotTasks(clock: Clock, onChange: (bot: BotId) => void): SnapshotTasks {
  const tasks = new Map<
    BotId,
    { progress: SnapshotProgress; stop: AbortController; done: Promise<unknown> }
  >();
  return {
    async run(bot, task, caller, work) {
      if (tasks.has(bot)) throw new AppError('busy');
      const stop = new AbortController();
      const onAbort = () => stop.abort(new AppError('cancelled'));
      caller?.addEventListener('abort', onAbort, { once: true });
      if (caller?.aborted) onAbort();
      const over = Promise.withResolvers<void>();
      const current = {
        progress: { task, phase: 'preparing', doneBytes: 0 } as SnapshotProgress,
        stop,
        done: over.promise,
      };
      let toldAt = Number.NEGATIVE_INFINITY;
      tasks.set(bot, current);
      onChange(bot);
      try {
        return await work({
          signal: stop.signal,
          tell({ phase, service, bytes, totalBytes }) {
            const { phase: before, service: at, doneBytes, totalBytes: total } = current.progress;
            const isNew = phase !== before || service !== at;
            const all = totalBytes ?? (phase === before ? total : undefined);
            current.progress = {
              task,
              phase,
              ...(service ? { service } : {}),
              doneBytes: (phase === before ? doneBytes : 0) + bytes,
              ...(all === undefined ? {} : { totalBytes: all }),
            };
            if (!isNew && Math.abs(clock.now() - toldAt) < TELL_EVERY_MS) return;
            toldAt = clock.now();
            onChange(bot);
          },
        });
      } catch (error) {
        if (stop.signal.aborted) throw new AppError('cancelled', {}, { cause: error });
        if (!(error instanceof EngineError)) throw error;
        const code = error.kind === 'diskFull' ? 'diskFull' : 'engineUnavailable';
        throw new AppError(code, {}, { cause: error });
      } finally {
        caller?.removeEventListener('abort', onAbort);
        tasks.delete(bot);
        over.resolve();
        onChange(bot);
      }
    },
    progress: (bot) => tasks.get(bot)?.progress,
    isBusy: (bot) => tasks.has(bot),
    async cancel(bot) {
      const task = tasks.get(bot);
      task?.stop.abort(new AppError('cancelled'));
      await task?.done;
    },
    async idle() {
      while (tasks.size > 0) await Promise.all([...tasks.values()].map(({ done }) => done));
    },
  };
}
