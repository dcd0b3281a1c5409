import type { SyncFailure, SyncProblem } from '../../contract/sync';

/** Why a run failed, as it is told to the user. Never holds a secret. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly failure: SyncFailure;

  constructor(
    code: SyncProblem,
    params: SyncFailure['params'] = {},
    { evidence = [], ...options }: ErrorOptions & { evidence?: readonly string[] } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}${evidence.map((line) => `\n  ${line}`).join('')}`, options);
    this.failure = { code, params, evidence: [...evidence] };
  }
}
