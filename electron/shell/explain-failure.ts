import { z } from 'zod';
import { AppError } from '../contract/errors';
import { UsageError } from './usage-error';

/** Why a shell could not start, in a sentence; undefined when that would hide what is to be mended. */
export function explainFailure(cause: unknown): string | undefined {
  if (cause instanceof UsageError) return cause.message;
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  if (cause instanceof AppError && cause.code === 'dataDirLocked') {
    const { pid, url } = cause.params;
    return `Another BotPier uses this data directory: process ${pid}${url ? `, ${url}` : ''}.`;
  }
  if (cause instanceof AppError && cause.code === 'notYours')
    return `This belongs to another user of the computer, and was left alone: ${cause.params['file']}.`;
  if (cause instanceof AppError && cause.code === 'readOnly')
    return `Nothing can be written here: ${cause.params['file']}.`;
  if (cause instanceof Error && 'code' in cause) {
    if (cause.code === 'EADDRINUSE') return 'The port is taken; give another one by --port.';
    if (String(cause.code).startsWith('ERR_PARSE_ARGS')) return cause.message;
    if (cause.code === 'ENOENT' || cause.code === 'EACCES') return cause.message;
  }
  return undefined;
}
