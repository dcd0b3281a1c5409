import type { PoolSummary } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import { KeyPoolSettings } from '../../contract/key-pool';
import type { ModelCheck, ModelCheckProblem, ModelChoice, ProviderId } from '../../contract/model';
import type { KeyPoolWish, PoolRefusal } from '../../services/key-pool-role';
import { urlInsideContainer } from '../../services/model-api/inside-url';
import { judgeFailure } from '../../services/model-api/judge-failure';
import { findProvider } from '../../services/model-api/providers';
import { usesKeyPool } from '../../stacks/stack';
import { keysInUse, type PoolKey } from './pool-keys';
import type { PoolMemory } from './pool-memory';

/** Whose keys pools take. */
export const POOL_PROVIDER = 'gemini' satisfies ProviderId;

/** What the bot asks: through its pool when it uses one, else with its single key. */
export function choiceOf(bot: Bot): ModelChoice | undefined {
  const { keyPool } = bot;
  if (!keyPool || !usesKeyPool(bot)) return bot.model;
  if (keyPool.model === undefined) return undefined;
  return { provider: POOL_PROVIDER, baseUrl: keyPool.settings.baseUrl, model: keyPool.model };
}

/**
 * What the running pool shall be set to; undefined while no pool is used.
 * @param proxy the app's own, '' for none: its way out where it has none of its own
 */
export function poolWish(bot: Bot, keys: readonly PoolKey[], proxy = ''): KeyPoolWish | undefined {
  const { keyPool } = bot;
  if (!keyPool || !usesKeyPool(bot)) return undefined;
  const settings = KeyPoolSettings.parse(keyPool.settings);
  return {
    keys: keysInUse(keys),
    baseUrl: urlInsideContainer(settings.baseUrl),
    proxies: (settings.proxies.length > 0 || proxy === '' ? settings.proxies : [proxy]).map(
      urlInsideContainer,
    ),
    maxRetries: settings.maxRetries,
    maxFailures: settings.maxFailures,
    // A model that is gone would make every key look bad, so it is the one that has answered.
    testModel: settings.testModel || (keyPool.model ?? ''),
  };
}

/** What the provider said, in the words of a check of a single key. */
export function toCheck(refusal: PoolRefusal, baseUrl: string): Extract<ModelCheck, { kind: 'problem' }> {
  const failure = judgeFailure(
    refusal.status === undefined
      ? { kind: 'unreachable', message: refusal.body }
      : {
          kind: 'reply',
          status: refusal.status,
          contentType: '',
          retryAfterMs: undefined,
          body: refusal.body,
        },
    { stage: 'ask', abroad: isOwnAddress(baseUrl) },
  );
  return {
    kind: 'problem',
    problem: failure.problem,
    ...(failure.status === undefined ? {} : { status: failure.status }),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    message: failure.message.slice(0, 500),
    models: [],
    baseUrl,
  };
}

/** Whether it is the provider's own service, and not somebody's relay. */
export function isOwnAddress(baseUrl: string): boolean {
  const row = findProvider(POOL_PROVIDER);
  return row.needsProxyInChina && URL.parse(baseUrl)?.host === URL.parse(row.baseUrl)?.host;
}

/** All that is known of the keys, for the links. */
export function summarise({ keys, checks, run }: PoolMemory): PoolSummary {
  const failures: Partial<Record<ModelCheckProblem, number>> = {};
  const messages = new Set<string>();
  for (const { id } of keys) {
    const result = checks.get(id)?.result;
    if (result?.kind !== 'problem') continue;
    failures[result.problem] = (failures[result.problem] ?? 0) + 1;
    if (result.message && messages.size < 3) messages.add(result.message);
  }
  return {
    total: keys.length,
    untried: keys.filter(({ id }) => !checks.has(id)).length,
    checking: run,
    failures,
    messages: [...messages],
  };
}
