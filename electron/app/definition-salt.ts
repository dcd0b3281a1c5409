import { randomToken } from './bot/service-secrets';
import type { SecretStore } from './secrets/secret-store';

const SALT = 'app.definition-salt';

/** Keeps hashes of definitions, which hold tokens, from being compared with guesses. Made once. */
export async function ensureSalt(secrets: SecretStore, lookOnly: boolean): Promise<string> {
  const known = await secrets.get(SALT);
  if (known !== undefined) return known;
  const salt = randomToken();
  if (!lookOnly) await secrets.set(SALT, salt);
  return salt;
}
