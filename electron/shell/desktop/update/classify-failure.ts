import type { UpdateProblem } from '../../../contract/update';
import { codeOf } from '../../../lib/atomic-file';
import { UpdateFailure } from './update-driver';

const LONGEST_MESSAGE = 300;

/** By the updater's and the system's codes. */
const CODES: Readonly<Record<string, UpdateProblem>> = {
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'unreachable',
  ERR_UPDATER_INVALID_UPDATE_INFO: 'feedInvalid',
  ERR_UPDATER_INVALID_VERSION: 'feedInvalid',
  ERR_UPDATER_NO_CHECKSUM: 'feedInvalid',
  ERR_UPDATER_NO_FILES_PROVIDED: 'nothingForThisSystem',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'nothingForThisSystem',
  ERR_CHECKSUM_MISMATCH: 'checksum',
  ERR_UPDATER_INVALID_SIGNATURE: 'signature',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ECONNRESET: 'interrupted',
  EPIPE: 'interrupted',
};

/** By what is said where there is no code; Chromium's network says everything this way. */
const WORDS: readonly [RegExp, UpdateProblem][] = [
  [/checksum mismatch/i, 'checksum'],
  [
    /net::ERR_(CONNECTION_(CLOSED|RESET|ABORTED)|NETWORK_CHANGED|CONTENT_LENGTH_MISMATCH|INCOMPLETE)/,
    'interrupted',
  ],
  [/aborted|socket hang up|timed out/i, 'interrupted'],
  [/code signature|not signed/i, 'signature'],
  [/no space left|ERR_FILE_NO_SPACE/i, 'diskFull'],
  [/net::ERR_|status 4\d\d|status 5\d\d|HTTP error|TimeoutError/, 'unreachable'],
];

/** What an error of the updater means. The message is its first line: those that follow hold paths and headers. */
export function classifyFailure(cause: unknown): UpdateFailure {
  if (cause instanceof UpdateFailure) return cause;
  const text = cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause);
  const message = (cause instanceof Error ? cause.message : text).split('\n')[0] ?? '';
  return new UpdateFailure(problemOf(cause, text), message.slice(0, LONGEST_MESSAGE), { cause });
}

function problemOf(cause: unknown, text: string): UpdateProblem {
  const code = codeOf(cause);
  if (code !== undefined) {
    const known = CODES[code];
    if (known) return known;
    if (/^HTTP_ERROR_/.test(code)) return 'unreachable';
  }
  return WORDS.find(([words]) => words.test(text))?.[1] ?? 'unknown';
}
