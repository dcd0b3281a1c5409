import { AppError } from '../../contract/errors';
import type { SyncFailure } from '../../contract/sync';
import { EngineError } from '../../engine/engine';
import { SyncError } from './sync-error';

/** What went wrong with a run, in the words of saving. */
export function failureOf(error: unknown): SyncFailure {
  if (error instanceof SyncError) return error.failure;
  const evidence = [error instanceof Error ? error.message : String(error)];
  const isFull =
    (error instanceof AppError && error.code === 'diskFull') ||
    (error instanceof EngineError && error.kind === 'diskFull');
  if (isFull) return { code: 'syncDiskFull', params: {}, evidence: [] };
  if (error instanceof AppError || error instanceof EngineError)
    return { code: 'syncNoCopy', params: {}, evidence };
  return { code: 'syncUnknown', params: {}, evidence };
}

/** The same as a refused call; what GitHub or the line to it does beyond all expectation is refused as well. */
export function asRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, params } = failureOf(error);
  return new AppError('syncRefused', { ...params, problem: code }, { cause: error });
}
