import { z } from 'zod';

/** Why a call was refused. Each has a text `error.<code>` in every language. */
export const ErrorCode = z.enum([
  'invalidInput',
  'unknownBot',
  'unknownService',
  'unknownFix',
  'keyRefused',
  'keyMalformed',
  'notAllowed',
  'busy',
  'engineUnavailable',
  'confirmationNeeded',
  'diskFull',
  'portTaken',
  'passwordWeak',
  'gatewayRefused',
  'outOfRange',
  'memoryLimitRefused',
  /** GitHub, git or a key stands in the way; `problem` is a `SyncProblem`. */
  'syncRefused',
  /** Something is saved there already; it is replaced only on request. */
  'repositoryInUse',
  'recoveryKeyWrong',
  /** Nothing was ever saved in that branch. */
  'legacyEmpty',
  /** The older backup tool has not written it. */
  'legacyForeign',
  /** A file of such a repository is gone or broken; `path` */
  'legacyDamaged',
  'dataDirLocked',
  'notYours',
  'readOnly',
  'secretsLocked',
  'passphraseWrong',
  'passphraseShort',
  'importForeign',
  'importNewer',
  'importInvalid',
  'environmentRefused',
  'environmentSecret',
  'notRehearsing',
  'unknownSnapshot',
  'pauseImpossible',
  'disturbed',
  'imageMissing',
  'snapshotDamaged',
  'snapshotNewer',
  'snapshotFileForeign',
  'fileExists',
  'cancelled',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** An error meant for a person: a code with a text, and values for it. Never holds a secret. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, params: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.code = code;
    this.params = params;
  }
}
