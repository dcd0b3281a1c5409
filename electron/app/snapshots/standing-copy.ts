import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../contract/errors';
import { type Engine, EngineError } from '../../engine/engine';
import { codeOf } from '../../lib/atomic-file';
import type { Clock } from '../../lib/clock';
import { type Copied, copyArchive, ROOT, type Source } from './copy-archive';
import { type HotPath, isBelow } from './hot-paths';
import type { ObjectStore } from './object-store';

/** A volume as a container sees it, with what was copied of it while it was in use. */
export interface MountedVolume {
  source: Source;
  /** Where the container has it. */
  at: string;
  copied: Map<string, Copied>;
  hot: readonly HotPath[];
}

/** Longer than any copy takes; then somebody lets the container go on, and the copy is thrown away. */
const LIMIT_MS = 120_000;
const AT_ONCE = 4;
/** Of each archive that comes, so much waits in memory for the disk, which nobody shall stand still for. */
const HELD_BYTES = 24 * 1024 * 1024;

/**
 * Copies what is hot once more while the container stands still, and no longer than the engine takes to hand it out:
 * bytes go to a file as they come, and are looked at afterwards. Answers how long it stood still, in ms.
 * @throws EngineError `noFreezer`, `notRunning`; AppError `disturbed` when it did not stand still to the end, `diskFull`
 */
export async function copyStanding(
  volumes: readonly MountedVolume[],
  container: string,
  context: {
    engine: Engine;
    clock: Clock;
    store: ObjectStore;
    /** For the bytes as they come; emptied afterwards. */
    work: string;
    standing: Set<string>;
    signal: AbortSignal;
    onBytes: (bytes: number) => void;
  },
): Promise<number> {
  const { engine, clock, store, work, standing, signal } = context;
  const { containers } = engine;
  const wanted = volumes.flatMap((volume) =>
    volume.hot.map((hot, index) => ({
      volume,
      hot,
      spool: join(work, `${volume.source.volume}-${index}`),
    })),
  );
  await mkdir(work, { recursive: true, mode: 0o700 });
  const guard = await containers.guardPaused([container], LIMIT_MS);
  const spools = new Map<string, Promise<boolean>>();
  let stoodMs = 0;
  try {
    standing.add(container);
    const since = clock.now();
    try {
      await containers.pause(container);
      const waiting = [...wanted];
      const worker = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const path = posix.join(next.volume.at, next.hot.path);
          const archive = containers.readArchive(container, path, signal);
          const { received, written } = spoolArchive(archive, next.spool, signal);
          spools.set(next.spool, written);
          await received;
          if (waiting.length > 0) await written;
        }
      };
      const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
      const after = await containers.find(container);
      if (after?.state !== 'paused') throw new AppError('disturbed');
    } finally {
      await containers.unpause(container);
      stoodMs = clock.now() - since;
      standing.delete(container);
      await guard.release();
    }
    for (const { volume, hot, spool } of wanted) {
      forget(volume.copied, hot);
      if (!(await spools.get(spool))) continue;
      const source = { ...volume.source, path: hot.path === ROOT ? '' : hot.path };
      const fresh = await copyArchive(createReadStream(spool), source, store, context.onBytes);
      for (const [path, copied] of fresh) volume.copied.set(path, copied);
      await rm(spool, { force: true });
    }
    return stoodMs;
  } finally {
    await Promise.allSettled(spools.values());
    await rm(work, { recursive: true, force: true });
  }
}

function forget(copied: Map<string, Copied>, hot: HotPath): void {
  copied.delete(hot.path);
  if (!hot.isFolder) return;
  for (const path of [...copied.keys()]) if (isBelow(path, hot.path)) copied.delete(path);
}

/** `received`: all of it has come. `written`: it is in the file; false when there is nothing of that name. */
function spoolArchive(
  archive: AsyncIterable<Uint8Array>,
  spool: string,
  signal: AbortSignal,
): { received: Promise<void>; written: Promise<boolean> } {
  const received = Promise.withResolvers<void>();
  async function* told() {
    yield* archive;
    received.resolve();
  }
  const file = createWriteStream(spool, { mode: 0o600, highWaterMark: HELD_BYTES });
  const written = pipeline(told(), file, { signal }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof EngineError && error.kind === 'notFound') return false;
      if (['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? ''))
        throw new AppError('diskFull', {}, { cause: error });
      throw error;
    },
  );
  written.then(() => received.resolve(), received.reject);
  return { received: received.promise, written };
}
