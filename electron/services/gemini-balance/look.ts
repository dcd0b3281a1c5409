import { z } from 'zod';
import type { KeyPoolReport } from '../key-pool-role';
import { ownWords, type PoolApi, type PoolReply, readJson } from './api';
import { differingSettings, PoolConfig } from './config';

const Fails = z.record(z.string(), z.number());
const KeyList = z.object({ data: z.object({ valid_keys: Fails, invalid_keys: Fails }) });

/** What one look at a running pool found. */
export type Look =
  | Exclude<KeyPoolReport, { kind: 'up' | 'connecting' }>
  | { kind: 'up'; fails: ReadonlyMap<string, number>; differing: readonly string[] };

/**
 * Health alone says nothing: a pool without a database is healthy and answers 500 to everything else. It is up when
 * it also lists its keys and shows its configuration.
 */
export async function lookAt(
  api: PoolApi,
  ours: PoolConfig,
  { wasUp, signal }: { wasUp: boolean; signal: AbortSignal },
): Promise<Look> {
  // It writes a line for each call: once it is up, the other two tell as much.
  const health = wasUp ? undefined : await api('/health', { signal });
  if (health && health.status !== 200) return { kind: 'unreachable', message: `HTTP ${health.status}` };
  const [list, config] = await Promise.all([
    api('/v1/keys/list', { as: 'admin', signal }),
    api('/api/config', { as: 'panel', signal }),
  ]);
  if (list.status === 401 || isSentAway(config)) return { kind: 'refused' };
  const keys = KeyList.safeParse(readJson(list.body));
  const theirs = PoolConfig.safeParse(readJson(config.body));
  if (list.status >= 500 || config.status >= 500)
    return { kind: 'databaseBroken', message: ownWords(list.status >= 500 ? list.body : config.body) };
  if (!keys.success || !theirs.success)
    return { kind: 'unreachable', message: `HTTP ${list.status}, HTTP ${config.status}` };
  const { valid_keys, invalid_keys } = keys.data.data;
  const fails = new Map(Object.entries({ ...valid_keys, ...invalid_keys }));
  const differing = new Set(differingSettings(ours, theirs.data));
  // A change that its database did not take stands in the configuration, and not in what the pool works with.
  if (!holdsExactly(fails, ours.API_KEYS)) differing.add('API_KEYS');
  return { kind: 'up', fails, differing: [...differing] };
}

function holdsExactly(fails: ReadonlyMap<string, number>, keys: readonly string[]): boolean {
  return fails.size === new Set(keys).size && keys.every((key) => fails.has(key));
}

/** It sends whom it does not know to its front page. */
function isSentAway({ status }: PoolReply): boolean {
  return status >= 300 && status < 400;
}
