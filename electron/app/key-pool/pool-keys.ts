import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { BotId } from '../../contract/ids';
import type { SecretStore } from '../secrets/secret-store';

/** One key of a pool: main process only. */
export interface PoolKey {
  /** Stands for it wherever the key itself must not go. */
  id: string;
  key: string;
  /** The provider did not know it at the last check: it stays out of the running pool. */
  refused: boolean;
}

const Stored = z.object({
  version: z.literal(1),
  keys: z.array(z.object({ key: z.string(), refused: z.boolean().default(false) })),
});

/** All keys of a pool lie in one secret, so that a change of many is made whole or not at all. */
export function poolKeysName(bot: BotId): string {
  return `bot.${bot}.keyPool.keys`;
}

/** The pool's keys in the order they were added; undefined when something is there that cannot be read. */
export async function loadPoolKeys(
  secrets: SecretStore,
  bot: BotId,
  salt: string,
): Promise<PoolKey[] | undefined> {
  const name = poolKeysName(bot);
  const text = await secrets.get(name);
  if (text === undefined) return (await secrets.state(name)) === 'unreadable' ? undefined : [];
  const stored = Stored.safeParse(parseJson(text));
  return stored.data?.keys.map(({ key, refused }) => ({ id: keyId(bot, salt, key), key, refused }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** On disk when it resolves. */
export async function savePoolKeys(
  secrets: SecretStore,
  bot: BotId,
  keys: readonly PoolKey[],
): Promise<void> {
  if (keys.length === 0) return secrets.delete(poolKeysName(bot));
  await secrets.set(poolKeysName(bot), storedKeys(keys));
}

/** A pool's keys as they lie in the secret store. */
export function storedKeys(keys: readonly Pick<PoolKey, 'key' | 'refused'>[]): string {
  const stored: z.infer<typeof Stored> = {
    version: 1,
    keys: keys.map(({ key, refused }) => ({ key, refused })),
  };
  return JSON.stringify(stored);
}

/** Salted, so that it cannot be compared with guesses. */
export function keyId(bot: BotId, salt: string, key: string): string {
  return createHmac('sha256', salt).update(`${bot} ${key}`).digest('hex').slice(0, 16);
}

/** `AIza…x7Qk` */
export function keyHint(key: string): string {
  return `${key.slice(0, 4)}…${key.slice(-4)}`;
}

/** What the running pool works with: keys that are known to be good for nothing only while there are no others. */
export function keysInUse(keys: readonly PoolKey[]): string[] {
  const usable = keys.filter(({ refused }) => !refused);
  return (usable.length > 0 ? usable : keys).map(({ key }) => key);
}
