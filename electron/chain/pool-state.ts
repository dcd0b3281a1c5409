import type { FixId, LinkState } from '../contract/link-state';
import type { ModelCheckProblem } from '../contract/model';
import { type EarlierLinks, isOk, type Repair, STOPPED, waitingFor } from './link';
import { judgeContainer, repairContainer } from './service-state';
import type { KeyPoolSight, PoolSummary } from './world';

export interface PoolObservation {
  now: number;
  intent: 'running' | 'stopped';
  /** Whether it is known what to ask through the pool. */
  hasModel: boolean;
  pool: PoolSummary;
  /** Undefined while no stack is chosen. */
  sight: KeyPoolSight | undefined;
}

/** It looks for a newer version of itself before it serves. */
const UP_PATIENCE_MS = 60_000;

/** What the pool itself keeps from being asked; undefined when it is ready and its answers tell the rest. */
export function judgePool(
  { now, intent, hasModel, pool, sight }: PoolObservation,
  earlier: EarlierLinks,
): LinkState | undefined {
  if (pool.total === 0) return { kind: 'needsYou', ask: { kind: 'enterKey' } };
  if (!hasModel) return judgeKeys(pool);
  if (intent === 'stopped' || sight?.wish === 'stopped') return STOPPED;
  if (!sight) return waitingFor('brain');
  if (!isOk(earlier, 'engine')) return waitingFor('engine');
  if (!sight.imagePresent) return waitingFor('images');
  return judgeContainer(sight, now) ?? judgeReport(sight, now);
}

/** Before it is known what to ask. */
function judgeKeys(pool: PoolSummary): LinkState {
  if (pool.checking) return { kind: 'working', doing: 'checking', progress: { ...pool.checking } };
  const failed = Object.values(pool.failures).reduce((sum, some) => sum + some, 0);
  // Where one works, what it may be asked is being written down.
  if (pool.untried > 0 || failed < pool.total) return { kind: 'working', doing: 'checking' };
  const count = (...problems: ModelCheckProblem[]) =>
    problems.reduce((sum, problem) => sum + (pool.failures[problem] ?? 0), 0);
  return broken(
    'poolNoneWorks',
    {
      count: pool.total,
      refused: count('keyRefused', 'keyMalformed'),
      noQuota: count('keyNoQuota'),
      limited: count('keyRateLimited'),
      region: count('keyRegion'),
      unreachable: count('modelUnreachable', 'modelNeedsProxy', 'clockWrong'),
    },
    pool.messages,
    ['enterKey', 'retry', 'openNetworkSettings'],
  );
}

function judgeReport({ report, container, info }: KeyPoolSight, now: number): LinkState | undefined {
  const { product } = info;
  switch (report?.kind) {
    case 'databaseBroken':
      return broken(
        'poolDatabaseBroken',
        { product },
        [report.message],
        ['retry', 'restartService', 'openLogs'],
      );
    case 'refused':
      return broken('poolRefused', { product }, [], ['retry', 'recreateService', 'openLogs']);
    case 'up':
      if (report.config.kind === 'behind') return { kind: 'working', doing: 'preparing' };
      if (report.config.kind === 'ok') return undefined;
      return broken(
        'poolChanged',
        { product, what: report.config.what.join(', '), at: report.config.at },
        [],
        ['rewriteOurs', 'takeTheirs'],
      );
    default:
      if (now - (container?.startedAt ?? now) < UP_PATIENCE_MS) return { kind: 'working', doing: 'starting' };
      return broken('poolUnreachable', { product }, report?.kind === 'unreachable' ? [report.message] : [], [
        'restartService',
        'openLogs',
      ]);
  }
}

function broken(
  code: 'poolNoneWorks' | 'poolDatabaseBroken' | 'poolRefused' | 'poolChanged' | 'poolUnreachable',
  params: Record<string, string | number>,
  evidence: readonly string[],
  fixes: FixId[],
): LinkState {
  return { kind: 'broken', diagnosis: { code, params, evidence: [...evidence] }, fixes };
}

/** What to do about a pool that is not ready. */
export function repairPool({ hasModel, pool, sight }: PoolObservation, state: LinkState): Repair | undefined {
  if (!hasModel)
    return pool.untried > 0 && !pool.checking && pool.total > 0 ? { do: 'checkKeys' } : undefined;
  if (!sight?.imagePresent || state.kind === 'off') return undefined;
  const container = repairContainer(sight, 'keyPool');
  if (container || sight.busy) return container;
  const { report } = sight;
  if (report?.kind === 'databaseBroken' || report?.kind === 'refused') return { do: 'mendKeyPool' };
  if (report?.kind === 'up')
    return report.config.kind === 'behind' ? { do: 'writeKeyPool', wish: report.config.wish } : undefined;
  return state.kind === 'broken' ? { do: 'restartService', role: 'keyPool' } : undefined;
}
