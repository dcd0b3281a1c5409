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
  now: number;
}

/** Too many calls a minute: how long that holds where the provider does not say. */
const BUSY_MS = 60_000;

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
export function keyStateOf(facts: KeyFacts): PoolKeyState {
  const { isChecking, fails = 0, maxFailures, refused } = facts;
  if (isChecking) return 'checking';
  const check = hasPassed(facts) ? undefined : facts.check;
  if (check?.result.kind === 'problem') return OF_PROBLEM[check.result.problem];
  if (refused) return 'keyRefused';
  if (fails >= maxFailures) return 'cooling';
  if (fails > 0) return 'failing';
  return check ? 'valid' : 'unknown';
}

/** Whether what the last check found is over by itself. */
function hasPassed({ check, now }: KeyFacts): boolean {
  if (check?.result.kind !== 'problem' || check.result.problem !== 'keyRateLimited') return false;
  return now >= check.at + (check.result.retryAfterMs ?? BUSY_MS);
}
