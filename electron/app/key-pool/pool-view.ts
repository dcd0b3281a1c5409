import type { Bot } from '../../contract/bot';
import { KeyPoolSettings, type KeyPoolView } from '../../contract/key-pool';
import type { KeyPoolReport } from '../../services/key-pool-role';
import { keyStateOf } from './key-state';
import { keyHint, keysInUse } from './pool-keys';
import type { PoolMemory } from './pool-memory';

/** A bot's pool as drawn; undefined where none was ever wished for. */
export function poolView(
  bot: Bot,
  memory: PoolMemory,
  report: KeyPoolReport | undefined,
  { now, redact }: { now: number; redact: (text: string) => string },
): KeyPoolView | undefined {
  const { keyPool } = bot;
  if (!keyPool) return undefined;
  const fails = report?.kind === 'up' ? report.fails : undefined;
  const settings = KeyPoolSettings.parse(keyPool.settings);
  return {
    on: keyPool.on,
    consented: keyPool.consent !== undefined,
    ...(keyPool.model === undefined ? {} : { model: keyPool.model }),
    keys: memory.keys.map(({ id, key, refused }) => {
      const check = memory.checks.get(id);
      return {
        id,
        hint: keyHint(key),
        state: keyStateOf({
          isChecking: memory.trying.has(id),
          check,
          fails: fails?.get(key),
          maxFailures: settings.maxFailures,
          refused,
          now,
        }),
        fails: fails?.get(key) ?? 0,
        message: check?.result.kind === 'problem' ? redact(check.result.message) : '',
        ...(check ? { checkedAt: check.at } : {}),
      };
    }),
    expected: keysInUse(memory.keys).length,
    ...(fails ? { seen: fails.size } : {}),
    ...(memory.run ? { checking: { done: memory.run.done, total: memory.run.total } } : {}),
    settings,
  };
}
