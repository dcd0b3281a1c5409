import type { App } from '../app/api';
import {
  readSyncEnvironment,
  SYNC_SECRET_VARIABLES,
  SyncEnvironmentError,
} from '../app/sync/from-environment';
import { AppError } from '../contract/errors';
import { type Clock, systemClock } from '../lib/clock';
import { explainFailure } from './explain-failure';
import {
  createEnvironmentSaver,
  type EnvironmentSaver,
  type EnvironmentSaverOptions,
} from './saving-by-environment';
import { describeNote, describeProblems, describeSaving, type Language } from './saving-words';
import { UsageError } from './usage-error';

export type SavingWish = Pick<EnvironmentSaverOptions, 'wish' | 'keyFile'>;

/**
 * What the environment says about saving; the secrets are taken out of it, so that no program that is started later is
 * handed them. Undefined where it says nothing. @throws UsageError when it cannot be understood
 */
export function takeSavingWish(env: Record<string, string | undefined>): SavingWish | undefined {
  try {
    const wish = readSyncEnvironment(env);
    return wish && { wish, keyFile: env['BOTPIER_RECOVERY_KEY_FILE'] || undefined };
  } catch (error) {
    if (!(error instanceof SyncEnvironmentError)) throw error;
    throw new UsageError(describeProblems(error.problems, 'en'));
  } finally {
    for (const name of SYNC_SECRET_VARIABLES) delete env[name];
  }
}

/** Does what the environment says, and tells it by lines. Undefined where it says nothing, and in a rehearsal. */
export function startSaving(
  app: App,
  saving: SavingWish | undefined,
  options: {
    language: Language;
    write: (line: string) => void;
    confirm?: EnvironmentSaverOptions['confirm'];
    clock?: Clock;
  },
): EnvironmentSaver | undefined {
  if (!saving || app.rehearsal) return undefined;
  const { language, write, confirm, clock = systemClock } = options;
  for (const note of saving.wish.notes) write(describeNote(note, language));
  return createEnvironmentSaver({
    ...saving,
    app,
    confirm,
    clock,
    tell: (event) => write(describeSaving(event, language, explain)),
  });
}

function explain(error: unknown): string {
  if (error instanceof AppError) return String(error.params['problem'] ?? error.code);
  return explainFailure(error) ?? (error instanceof Error ? error.message : String(error));
}
