import { z } from 'zod';
import { AppError } from '../../contract/errors';
import type { Texts } from './texts';

/** What is said when a command ends by an error. */
export function describeFailure(error: unknown, texts: Texts): { code: string; message: string } {
  if (error instanceof AppError) {
    const { code, params } = error;
    if (code === 'dataDirLocked') {
      return { code, message: texts.say.locked(String(params['pid']), String(params['url'] ?? '')) };
    }
    if (code === 'unknownBot') return { code, message: texts.say.noBot };
    return { code, message: `${texts.say.failed}: ${[code, ...Object.values(params)].join(' ')}` };
  }
  if (error instanceof z.ZodError) {
    return { code: 'invalidInput', message: `${texts.say.failed}: ${z.prettifyError(error)}` };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `${texts.say.failed}: ${message}` };
}
