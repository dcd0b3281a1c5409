import type { DiagnosisCode, FixId, LinkState } from '../contract/link-state';
import type { ModelCheckProblem } from '../contract/model';
import type { EarlierLinks, Link } from './link';
import { judgePool, type PoolObservation, repairPool } from './pool-state';
import type { ModelSight } from './world';

interface Observation {
  model: ModelSight;
  now: number;
  /** Undefined when the bot asks with a key of its own. */
  pool: PoolObservation | undefined;
}

const CODE: Record<ModelCheckProblem, DiagnosisCode> = {
  keyRefused: 'keyRefused',
  keyMalformed: 'keyRefused',
  clockWrong: 'clockWrong',
  keyNoQuota: 'keyNoQuota',
  keyRateLimited: 'keyRateLimited',
  keyRegion: 'keyRegion',
  modelMissing: 'modelMissing',
  modelBaseUrl: 'modelBaseUrl',
  modelUnreachable: 'modelUnreachable',
  modelNeedsProxy: 'modelNeedsProxy',
  modelUnknown: 'modelUnknown',
};

const FIXES: Record<ModelCheckProblem, FixId[]> = {
  keyRefused: ['enterKey'],
  keyMalformed: ['enterKey'],
  clockWrong: ['retry'],
  keyNoQuota: ['openTopUp', 'retry', 'enterKey'],
  keyRateLimited: ['retry', 'enterKey'],
  keyRegion: ['openNetworkSettings', 'enterKey'],
  modelMissing: ['openModelSettings', 'retry'],
  modelBaseUrl: ['enterKey'],
  modelUnreachable: ['retry', 'openNetworkSettings'],
  modelNeedsProxy: ['openNetworkSettings', 'retry'],
  modelUnknown: ['retry', 'enterKey'],
};

/** A provider that was asked too often for nothing might take offence. */
const QUOTA_AGAIN_MS = 10 * 60_000;

/** Does the model's provider take the key and answer? */
export const modelLink: Link<Observation> = {
  id: 'model',
  observe: ({ model, now, bot, keyPool }) => ({
    model,
    now,
    pool: model.pool && {
      now,
      intent: bot.intent,
      hasModel: bot.keyPool?.model !== undefined,
      pool: model.pool,
      sight: keyPool,
    },
  }),
  judge({ model, pool }, earlier: EarlierLinks): LinkState {
    if (model.key === 'unreadable')
      return { kind: 'needsYou', ask: { kind: 'enterAgain', what: pool ? 'poolKeys' : 'modelKey' } };
    const notReady = pool && judgePool(pool, earlier);
    if (notReady) return notReady;
    if (!model.choice || model.key === 'absent') return { kind: 'needsYou', ask: { kind: 'enterKey' } };
    if (model.check.kind !== 'checked') return { kind: 'working', doing: 'checking' };
    const { result } = model.check;
    if (result.kind === 'ok') return { kind: 'ok' };
    return {
      kind: 'broken',
      diagnosis: {
        code: CODE[result.problem],
        params: {
          provider: model.choice.provider,
          model: model.choice.model,
          baseUrl: result.baseUrl,
          ...(result.status === undefined ? {} : { status: result.status }),
          ...(result.retryAfterMs === undefined ? {} : { retryAt: model.check.at + result.retryAfterMs }),
        },
        evidence: result.message ? [result.message] : [],
      },
      fixes: FIXES[result.problem],
    };
  },
  repair({ model, now, pool }, state) {
    // Only a pool that is ready can be asked.
    const isReady = pool?.sight?.report?.kind === 'up' && pool.sight.report.config.kind === 'ok';
    if (pool && !(isReady && pool.hasModel)) return repairPool(pool, state);
    if (state.kind === 'working' && model.check.kind === 'unknown') return { do: 'checkModel' };
    if (model.check.kind !== 'checked' || model.check.result.kind !== 'problem') return undefined;
    // Only what can pass by itself is tried again; a refused key stays refused until the user acts.
    switch (model.check.result.problem) {
      case 'keyRateLimited':
        return now >= model.check.at + (model.check.result.retryAfterMs ?? 60_000)
          ? { do: 'checkModel' }
          : undefined;
      case 'keyNoQuota':
        // Topped up at the provider, of which nobody tells us.
        return now >= model.check.at + QUOTA_AGAIN_MS ? { do: 'checkModel' } : undefined;
      case 'clockWrong':
      case 'modelUnreachable':
      case 'modelNeedsProxy':
      case 'modelUnknown':
        return { do: 'checkModel' };
      default:
        return undefined;
    }
  },
  detail: ({ model }) => model.choice?.model,
};
