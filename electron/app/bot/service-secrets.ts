import { randomInt } from 'node:crypto';
import type { BotId } from '../../contract/ids';
import type { ServiceInfo } from '../../services/roles';
import type { SecretStore } from '../secrets/secret-store';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/**
 * The tokens of a service, by the names it asks for. What is missing, or cannot be read after a move to another
 * computer, is made anew: its container is then re-created with it. Without `save` it is kept nowhere.
 */
export async function ensureServiceSecrets(
  store: SecretStore,
  bot: BotId,
  service: ServiceInfo,
  { save = true } = {},
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const name of service.secrets) {
    const key = serviceSecretName(bot, service, name);
    const known = await store.get(key);
    secrets[name] = known ?? randomToken();
    if (known === undefined && save) await store.set(key, secrets[name]);
  }
  return secrets;
}

/** Where a service's token lies in the secret store. */
export function serviceSecretName(bot: BotId, service: ServiceInfo, name: string): string {
  return `bot.${bot}.${service.name}.${name}`;
}

/** Where a bot's model key lies in the secret store. */
export function modelKeyName(bot: BotId): string {
  return `bot.${bot}.model.key`;
}

/** 32 letters and digits, about 190 bits: safe in URLs, headers, here-documents and JSON alike. */
export function randomToken(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
