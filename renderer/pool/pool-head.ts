import type { KeyPoolView } from '../../electron/contract/key-pool';
import type { Tone } from '../../electron/contract/tone';
import type { TextFunction } from '../text/text';
import { goodOf, KEY_TONE } from './key-tone';

/** The pool in a sentence and a tone. Pure. */
export function poolHead(t: TextFunction, pool: KeyPoolView, product: string): { tone: Tone; title: string } {
  const total = pool.keys.length;
  const good = goodOf(pool.keys);
  if (pool.checking) return { tone: 'busy', title: t('pool.head.checking') };
  if (!pool.on) return { tone: 'idle', title: t('pool.head.off', { total }) };
  if (!pool.consented) return { tone: 'warn', title: t('pool.head.consent', { product }) };
  if (good === total) return { tone: 'ok', title: t('pool.head.good', { good }) };
  if (good > 0) return { tone: 'ok', title: t('pool.head.some', { total, good }) };
  if (pool.keys.every((key) => key.state === 'unknown')) {
    return { tone: 'idle', title: t('pool.head.unknown', { total }) };
  }
  const hope = pool.keys.some((key) => KEY_TONE[key.state] === 'warn');
  return { tone: hope ? 'warn' : 'bad', title: t('pool.head.noneGood') };
}
