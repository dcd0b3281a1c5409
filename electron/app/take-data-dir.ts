import { AppError } from '../contract/errors';
import { codeOf } from '../lib/atomic-file';
import type { Clock } from '../lib/clock';
import { acquireProcessLock, type ProcessLock } from '../lib/process-lock';

/**
 * Keeps a data directory for this process alone. `url`: where this one is reached, told to a second one.
 * @throws AppError `dataDirLocked` when another instance holds it, `notYours` when it is another user's.
 */
export async function takeDataDir(dir: string, clock: Clock, url: string | undefined): Promise<ProcessLock> {
  const result = await acquireProcessLock(dir, clock).catch((error: unknown) => {
    // Two users of one computer, and the second was led to the first one's folder.
    if (['EACCES', 'EPERM'].includes(codeOf(error) ?? ''))
      throw new AppError('notYours', { file: dir }, { cause: error });
    throw error;
  });
  if (result.kind === 'taken') {
    throw new AppError('dataDirLocked', {
      pid: result.holder.pid,
      ...(result.holder.url ? { url: result.holder.url } : {}),
    });
  }
  if (url !== undefined) await result.lock.publish(url);
  return result.lock;
}
