import { expect, it } from 'vitest';
import type { ModelCheck, ModelCheckProblem } from '../../contract/model';
import { type KeyFacts, keyStateOf } from './key-state';

const ok: ModelCheck = { kind: 'ok', baseUrl: '', models: [], model: 'm', answer: '', latencyMs: 1 };
const problem = (code: ModelCheckProblem): ModelCheck => ({
  kind: 'problem',
  problem: code,
  message: '',
  models: [],
  baseUrl: '',
});
const checked = (result: ModelCheck) => ({ check: { at: 1, result } });

it.each<[Partial<KeyFacts>, string]>([
  [{}, 'unknown'],
  [{ isChecking: true, ...checked(ok) }, 'checking'],
  [checked(ok), 'valid'],
  [{ ...checked(ok), fails: 1 }, 'failing'],
  [{ ...checked(ok), fails: 3 }, 'cooling'],
  [{ fails: 3 }, 'cooling'],
  [{ refused: true }, 'keyRefused'],
  [checked(problem('keyRefused')), 'keyRefused'],
  [checked(problem('keyNoQuota')), 'noQuota'],
  [{ ...checked(problem('keyNoQuota')), fails: 9 }, 'noQuota'],
  [checked(problem('keyRateLimited')), 'rateLimited'],
  [{ ...checked(problem('keyRateLimited')), now: 70_000 }, 'unknown'],
  [{ ...checked(problem('keyRateLimited')), now: 70_000, fails: 3 }, 'cooling'],
  [checked(problem('keyRegion')), 'region'],
  [checked(problem('modelNeedsProxy')), 'unreachable'],
  [checked(problem('modelMissing')), 'failing'],
])('%j is %s', (facts, state) => {
  const nothing = {
    isChecking: false,
    check: undefined,
    fails: undefined,
    maxFailures: 3,
    refused: false,
    now: 2,
  };
  expect(keyStateOf({ ...nothing, ...facts })).toBe(state);
});
