import { constants } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import code from '../../../resources/snapshots/check-databases.cjs?raw';
import { Sha256, type SnapshotEntry } from '../../contract/snapshot';
import type { Copied } from './copy-archive';
import type { ObjectStore } from './object-store';

/** Files that SQLite keeps beside a database. What is in `-shm` it makes anew. */
export const SIDECARS = ['-wal', '-journal', '-shm'] as const;

export interface CheckedDatabase {
  path: string;
  state: 'whole' | 'damaged';
  /** SQLite's own words for what is wrong. */
  why?: string;
}

const Verdict = z.object({
  state: z.enum(['whole', 'damaged']),
  why: z.string().optional(),
  sha256: Sha256.optional(),
  size: z.number().optional(),
});
type Verdict = z.infer<typeof Verdict>;

/**
 * Opens every SQLite database of a copied volume, as a copy and in a worker. One that is whole stays as a single file
 * with everything in it that lay beside it; one that is not stays as it was copied. Changes `copied`.
 * `work`: a folder for copies, removed afterwards. `known`: sums of databases that were found whole before.
 */
export async function checkDatabases(
  copied: Map<string, Copied>,
  store: ObjectStore,
  options: { work: string; known: ReadonlySet<string>; signal: AbortSignal },
): Promise<CheckedDatabase[]> {
  const { work, known, signal } = options;
  const checked: CheckedDatabase[] = [];
  const worker = createWorker(signal);
  try {
    for (const [path, { entry, isDatabase }] of [...copied]) {
      if (!isDatabase || entry.type !== 'file') continue;
      const beside = SIDECARS.filter((end) => end !== '-shm' && sizeAt(copied, path + end) > 0);
      const isAlone = beside.length === 0;
      const verdict =
        isAlone && known.has(entry.sha256)
          ? { state: 'whole' as const }
          : await worker.check(isAlone ? store.pathOf(entry.sha256) : await lay(path, beside), isAlone);
      checked.push({
        path,
        state: verdict.state,
        ...(verdict.why === undefined ? {} : { why: verdict.why }),
      });
      if (verdict.state === 'damaged') continue;
      if (verdict.sha256 !== undefined && verdict.size !== undefined) {
        await store.adopt(join(work, 'db'), verdict.sha256);
        const single: SnapshotEntry = { ...entry, sha256: verdict.sha256, size: verdict.size };
        copied.set(path, { ...(copied.get(path) as Copied), entry: single });
      }
      for (const end of SIDECARS) copied.delete(path + end);
    }
    return checked;
  } finally {
    await worker.end();
    await rm(work, { recursive: true, force: true });
  }

  /** Lays a database and what is beside it out as SQLite wants to find them. */
  async function lay(path: string, beside: readonly string[]): Promise<string> {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true, mode: 0o700 });
    for (const end of ['', ...beside]) {
      const entry = copied.get(path + end)?.entry;
      if (entry?.type === 'file')
        await copyFile(store.pathOf(entry.sha256), join(work, `db${end}`), constants.COPYFILE_FICLONE);
    }
    return join(work, 'db');
  }
}

function sizeAt(copied: Map<string, Copied>, path: string): number {
  const entry = copied.get(path)?.entry;
  return entry?.type === 'file' ? entry.size : 0;
}

/** Started with the first question; one question at a time. */
function createWorker(signal: AbortSignal) {
  let worker: Worker | undefined;
  return {
    async check(file: string, isAlone: boolean): Promise<Verdict> {
      signal.throwIfAborted();
      worker ??= new Worker(code, { eval: true });
      const answer = Promise.withResolvers<Verdict>();
      const stop = () => answer.reject(signal.reason);
      const onExit = (exitCode: number) => answer.reject(new Error(`the worker ended with ${exitCode}`));
      const onMessage = (message: unknown) => answer.resolve(Verdict.parse(message));
      signal.addEventListener('abort', stop, { once: true });
      worker.once('message', onMessage).once('error', answer.reject).once('exit', onExit);
      worker.postMessage({ file, isAlone });
      try {
        return await answer.promise;
      } finally {
        signal.removeEventListener('abort', stop);
        worker.off('message', onMessage).off('error', answer.reject).off('exit', onExit);
      }
    },
    async end() {
      await worker?.terminate();
    },
  };
}
