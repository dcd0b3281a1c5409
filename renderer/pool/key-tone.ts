import type { KeyPoolView, PoolKeyState, PoolKeyView } from '../../electron/contract/key-pool';
import type { Tone } from '../../electron/contract/tone';

/** `warn` where the key itself is good and will do again; `bad` where it will not, as things are. */
export const KEY_TONE: Record<PoolKeyState, Tone> = {
  unknown: 'idle',
  checking: 'busy',
  valid: 'ok',
  failing: 'warn',
  cooling: 'warn',
  keyRefused: 'bad',
  noQuota: 'warn',
  rateLimited: 'warn',
  region: 'bad',
  unreachable: 'bad',
};

/** What the list can be narrowed to. A key that is being tried counts as not tried. */
export const KEY_FILTERS = ['all', 'ok', 'warn', 'bad', 'idle'] as const;
export type KeyFilter = (typeof KEY_FILTERS)[number];

/** The keys of a filter, in their order. Pure. */
export function keysOf(keys: readonly PoolKeyView[], filter: KeyFilter): readonly PoolKeyView[] {
  if (filter === 'all') return keys;
  return keys.filter((key) => {
    const tone = KEY_TONE[key.state];
    return tone === filter || (tone === 'busy' && filter === 'idle');
  });
}

/** How many keys do their work now. */
export function goodOf(keys: readonly PoolKeyView[]): number {
  return keys.filter((key) => key.state === 'valid').length;
}

/** Whether a bot has all it needs of its pool: switched on, agreed to, tried, and with a key that works. */
export function poolReady(pool: KeyPoolView | undefined): boolean {
  return !!pool?.on && pool.consented && pool.checking === undefined && goodOf(pool.keys) > 0;
}
