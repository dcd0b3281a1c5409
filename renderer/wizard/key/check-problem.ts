import type { ModelCheck, ModelCheckProblem } from '../../../electron/contract/model';
import type { Tone } from '../../../electron/contract/tone';

export type Problem = Extract<ModelCheck, { kind: 'problem' }>;

/** A button under a problem. */
export type ProblemAction =
  | 'again'
  | 'getNew'
  | 'retry'
  | 'retryNow'
  | 'topUp'
  | 'other'
  | 'domestic'
  | 'setProxy'
  | 'editUrl'
  | 'pick';

/** What to offer for each problem, the best first. */
export const PROBLEM_ACTIONS: Record<ModelCheckProblem, readonly ProblemAction[]> = {
  keyRefused: ['again', 'getNew'],
  keyMalformed: ['again', 'getNew'],
  keyNoQuota: ['retry', 'topUp', 'other'],
  keyRateLimited: ['retryNow'],
  keyRegion: ['setProxy', 'domestic'],
  modelMissing: ['pick', 'retry'],
  modelBaseUrl: ['editUrl', 'retry'],
  modelUnreachable: ['retry', 'setProxy'],
  modelNeedsProxy: ['setProxy', 'domestic', 'retry'],
  modelUnknown: ['retry', 'other'],
  clockWrong: ['retry'],
};

/** `warn` where the key itself is good. */
export const PROBLEM_TONE: Record<ModelCheckProblem, Tone> = {
  keyRefused: 'bad',
  keyMalformed: 'bad',
  keyNoQuota: 'warn',
  keyRateLimited: 'warn',
  keyRegion: 'bad',
  modelMissing: 'warn',
  modelBaseUrl: 'bad',
  modelUnreachable: 'bad',
  modelNeedsProxy: 'bad',
  modelUnknown: 'bad',
  clockWrong: 'bad',
};

/** How long to wait before trying a rate-limited key again by itself, ms. */
export function retryDelayMs(problem: Problem): number {
  return problem.retryAfterMs ?? 60_000;
}
