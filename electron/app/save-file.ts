import { AppError } from '../contract/errors';
import { codeOf, writeFileAtomic } from '../lib/atomic-file';

/**
 * Writes one of our own files as a whole.
 * @throws AppError `diskFull`, `readOnly`; any other system error as it is.
 */
export async function saveFile(path: string, content: string): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (error) {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? ''))
      throw new AppError('diskFull', {}, { cause: error });
    if (['EROFS', 'EACCES', 'EPERM'].includes(codeOf(error) ?? ''))
      throw new AppError('readOnly', { file: path }, { cause: error });
    throw error;
  }
}
