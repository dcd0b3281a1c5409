import { z } from 'zod';
import type { BotId } from '../../contract/ids';
import { secretNamesOf } from '../bot/secret-names';
import type { SecretStore } from '../secrets/secret-store';
import type { SyncKeys } from './repository-sync';

/** Where the token for a bot's repository lies in the secret store. */
export function tokenName(bot: BotId): string {
  return `bot.${bot}.sync.token`;
}

/** Where the keys that seal its files lie. */
export function keysName(bot: BotId): string {
  return `bot.${bot}.sync.keys`;
}

const StoredKeys = z.object({ identity: z.string().min(1), recoveryRecipient: z.string().min(1) });

/** Undefined when they are not there, or cannot be read on this computer. */
export async function loadKeys(secrets: SecretStore, bot: BotId): Promise<SyncKeys | undefined> {
  const text = await secrets.get(keysName(bot));
  if (text === undefined) return undefined;
  try {
    return StoredKeys.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** All that a bot has in the secret store, but for what it is saved with: that is never saved itself. */
export async function readBotSecrets(secrets: SecretStore, bot: BotId): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of secretNamesOf(bot)) {
    const value = await secrets.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
