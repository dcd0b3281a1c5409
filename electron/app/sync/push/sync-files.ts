import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BotId } from '../../../contract/ids';
import { Sha256 } from '../../../contract/snapshot';
import { readFileIfAny } from '../../../lib/atomic-file';
import { saveFile } from '../../save-file';

const CommitId = z.string().regex(/^[0-9a-f]{40,64}$/);

/** What the branch holds as far as we know: our last save that was acknowledged. */
export const SyncState = z.object({
  version: z.literal(1),
  repository: z.string(),
  branch: z.string(),
  head: CommitId,
  /** 0 for the anchor alone. */
  generation: z.number().int().min(0),
  /** Stands for everything that was saved: the same again is nothing to do. */
  key: z.string(),
  /** Assets that the last three generations name, newest first. */
  assets: z.array(z.array(Sha256)).max(3),
  /** Of the history since it was cut last. */
  history: z.object({ commits: z.number(), bytes: z.number() }),
  /** A branch that keeps the head from before the cut, until the next save. */
  archive: z.object({ branch: z.string(), commit: CommitId }).optional(),
  /** The server does not let the history be cut. */
  uncut: z.boolean().default(false),
  anchor: CommitId,
  /** Some asset may lie there that nobody names. */
  sweepDue: z.boolean(),
});
export type SyncState = z.infer<typeof SyncState>;

/**
 * What was about to be saved when the answer was not heard. Several: a git that outlived us may still bring an earlier one
 * to its end.
 */
const Pending = z.object({ version: z.literal(1), attempts: z.array(SyncState).max(20) });

/** What is on this disk of a bot's repository. */
export interface SyncFiles {
  readonly repositoryDir: string;
  /** For what is sealed before it goes; empty at the start of each run. */
  readonly stageDir: string;
  /** Undefined when there is none, or one that cannot be read: the remote repository tells then. */
  readState(): Promise<SyncState | undefined>;
  writeState(state: SyncState): Promise<void>;
  readAttempts(): Promise<SyncState[]>;
  /** On disk when it resolves. What git wrote need not be: lost to a power cut, it is fetched or made again. */
  writeAttempts(attempts: readonly SyncState[]): Promise<void>;
  emptyStage(): Promise<void>;
  remove(): Promise<void>;
}

export function openSyncFiles(dir: string, bot: BotId): SyncFiles {
  const folder = join(dir, 'sync', bot);
  const stateFile = join(folder, 'state.json');
  const pendingFile = join(folder, 'pending.json');
  const stageDir = join(folder, 'stage');
  return {
    repositoryDir: join(folder, 'repository.git'),
    stageDir,
    readState: async () => read(SyncState, await readFileIfAny(stateFile)),
    writeState: (state) => saveFile(stateFile, `${JSON.stringify(state, undefined, 1)}\n`),
    readAttempts: async () => read(Pending, await readFileIfAny(pendingFile))?.attempts ?? [],
    async writeAttempts(attempts) {
      if (attempts.length === 0) return await rm(pendingFile, { force: true });
      await saveFile(pendingFile, `${JSON.stringify({ version: 1, attempts: attempts.slice(-20) })}\n`);
    },
    async emptyStage() {
      await rm(stageDir, { recursive: true, force: true });
      await mkdir(stageDir, { recursive: true, mode: 0o700 });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function read<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
