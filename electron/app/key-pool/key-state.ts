import type { PoolKeyState } from '../../contract/key-pool';
import type { ModelCheck, ModelCheckProblem } from '../../contract/model';

/** What is known of one key. */
export interface KeyFacts {
  isChecking: boolean;
  /** The last check and when that was. */
  check: { at: number; result: ModelCheck } | undefined;
  /** Failures in a row in the running pool; undefined while it does not tell. */
  fails: number | undefined;
  /** From how many on the pool lets a key rest. */
  maxFailures: number;
  refused: boolean;
}

/** What a failed check says of the key itself; a model or an address that is wrong is no fault of its own. */
const OF_PROBLEM: Record<ModelCheckProblem, PoolKeyState> = {
  keyRefused: 'keyRefused',
  keyMalformed: 'keyRefused',
  keyNoQuota: 'noQuota',
  keyRateLimited: 'rateLimited',
  keyRegion: 'region',
  modelUnreachable: 'unreachable',
  modelNeedsProxy: 'unreachable',
  clockWrong: 'unreachable',
  modelMissing: 'failing',
  modelBaseUrl: 'failing',
  modelUnknown: 'failing',
};

/** How a key is. Pure. */
export function keyStateOf({ isChecking, check, fails = 0, maxFailures, refused }: KeyFacts): PoolKeyState {
  if (isChecking) return 'checking';
  if (check?.result.kind === 'problem') return OF_PROBLEM[check.result.problem];
  if (refused) return 'keyRefused';
  if (fails >= maxFailures) return 'cooling';
  if (fails > 0) return 'failing';
  return check ? 'valid' : 'unknown';
}
