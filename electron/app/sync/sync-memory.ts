import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BotId } from '../../contract/ids';
import { SyncRun } from '../../contract/sync';
import { readFileIfAny } from '../../lib/atomic-file';
import { saveFile } from '../save-file';

const MOST_RUNS = 30;

/** What happened when a bot was saved. It can be lost: then it is as if nothing had happened yet. */
export const SyncMemory = z.object({
  lastSuccess: z.number().optional(),
  /** When the last run ended, however it did. */
  lastEnd: z.number().optional(),
  savedBytes: z.number().optional(),
  sentBytes: z.number().default(0),
  tokenExpiresAt: z.number().optional(),
  runs: z.array(SyncRun).max(MOST_RUNS).default([]),
});
export type SyncMemory = z.infer<typeof SyncMemory>;

export const EMPTY_MEMORY: SyncMemory = SyncMemory.parse({});

/** One file `sync-runs/<bot>.json` for each bot. */
export function createSyncMemory(dir: string, bot: BotId) {
  const path = join(dir, 'sync-runs', `${bot}.json`);
  return {
    async load(): Promise<SyncMemory> {
      const text = await readFileIfAny(path).catch(() => undefined);
      try {
        return SyncMemory.parse(JSON.parse(text ?? ''));
      } catch {
        return EMPTY_MEMORY;
      }
    },
    save: (memory: SyncMemory) => saveFile(path, `${JSON.stringify(memory)}\n`),
    forget: () => rm(path, { force: true }),
  };
}

/** With one more run, the newest first. */
export function withRun(memory: SyncMemory, run: SyncRun): SyncMemory {
  const isGood = run.outcome === 'saved' || run.outcome === 'unchanged';
  const end = run.at + run.tookMs;
  return {
    ...memory,
    lastEnd: end,
    ...(isGood ? { lastSuccess: end } : {}),
    sentBytes: memory.sentBytes + (run.bytes ?? 0),
    runs: [run, ...memory.runs].slice(0, MOST_RUNS),
  };
}
