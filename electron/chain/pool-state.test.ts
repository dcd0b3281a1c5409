import { describe, expect, it } from 'vitest';
import type { KeyPoolReport } from '../services/key-pool-role';
import { STOPPED, waitingFor } from './link';
import { judgePool, type PoolObservation, repairPool } from './pool-state';
import { NOW, testContainer, testKeyPool } from './test-world';
import type { PoolSummary } from './world';

const tried: PoolSummary = { total: 3, untried: 0, checking: undefined, failures: {}, messages: [] };
const up = (config: Extract<KeyPoolReport, { kind: 'up' }>['config']): KeyPoolReport => ({
  kind: 'up',
  fails: new Map(),
  config,
});
const seen = (over: Partial<PoolObservation> = {}): PoolObservation => ({
  now: NOW,
  intent: 'running',
  hasModel: true,
  pool: tried,
  sight: testKeyPool(),
  ...over,
});
const reporting = (report: KeyPoolReport | undefined, startedAgo = 1_000) =>
  seen({ sight: testKeyPool({ report, container: testContainer({ startedAt: NOW - startedAgo }) }) });
const engineUp = { engine: { kind: 'ok' } } as const;

describe('the pool', () => {
  it.each<[string, PoolObservation, object | undefined, object | undefined]>([
    ['is ready', seen(), undefined, undefined],
    ['has no keys', seen({ pool: { ...tried, total: 0 } }), { ask: { kind: 'enterKey' } }, undefined],
    [
      'has keys that nobody tried',
      seen({ hasModel: false, pool: { ...tried, untried: 2 } }),
      { doing: 'checking' },
      { do: 'checkKeys' },
    ],
    [
      'has keys that are being tried',
      seen({ hasModel: false, pool: { ...tried, untried: 2, checking: { done: 1, total: 3 } } }),
      { doing: 'checking', progress: { done: 1, total: 3 } },
      undefined,
    ],
    [
      'has keys none of which works',
      seen({ hasModel: false, pool: { ...tried, failures: { keyRefused: 2, modelNeedsProxy: 1 } } }),
      { diagnosis: { code: 'poolNoneWorks', params: { count: 3, refused: 2, unreachable: 1 } } },
      undefined,
    ],
    [
      'has a key that works, and its model is not written down yet',
      seen({ hasModel: false, pool: { ...tried, failures: { keyRefused: 2 } } }),
      { doing: 'checking' },
      undefined,
    ],
    ['rests', seen({ intent: 'stopped' }), STOPPED, undefined],
    ['waits for a stack', seen({ sight: undefined }), waitingFor('brain'), undefined],
    [
      'waits for its image',
      seen({ sight: testKeyPool({ imagePresent: false }) }),
      waitingFor('images'),
      undefined,
    ],
    [
      'has no container',
      seen({ sight: testKeyPool({ container: undefined }) }),
      { doing: 'creating' },
      { do: 'apply', role: 'keyPool' },
    ],
    ['starts', reporting({ kind: 'unreachable', message: 'x' }), { doing: 'starting' }, undefined],
    [
      'does not answer',
      reporting({ kind: 'unreachable', message: 'ECONNREFUSED' }, 70_000),
      { diagnosis: { code: 'poolUnreachable', evidence: ['ECONNREFUSED'] } },
      { do: 'restartService', role: 'keyPool' },
    ],
    [
      'does not take our token',
      reporting({ kind: 'refused' }),
      { diagnosis: { code: 'poolRefused' } },
      { do: 'mendKeyPool' },
    ],
    [
      'is healthy and has no database',
      reporting({ kind: 'databaseBroken', message: 'locked' }),
      { diagnosis: { code: 'poolDatabaseBroken', evidence: ['locked'] } },
      { do: 'mendKeyPool' },
    ],
    [
      'was not told its keys yet',
      reporting(up({ kind: 'behind', wish: 2 })),
      { doing: 'preparing' },
      { do: 'writeKeyPool', wish: 2 },
    ],
    [
      'was edited by somebody',
      reporting(up({ kind: 'changed', what: ['API_KEYS'], at: NOW })),
      {
        diagnosis: { code: 'poolChanged', params: { what: 'API_KEYS' } },
        fixes: ['rewriteOurs', 'takeTheirs'],
      },
      undefined,
    ],
  ])('%s', (_, observation, state, repair) => {
    const judged = judgePool(observation, engineUp);
    if (state === undefined) expect(judged).toBeUndefined();
    else expect(judged).toMatchObject(state);
    expect(repairPool(observation, judged ?? { kind: 'ok' })).toEqual(repair);
  });
});
