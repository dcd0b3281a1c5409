import { z } from 'zod';
import { BotId } from './ids';

/**
 * How secrets are kept from one run to the next. `system`: sealed by the system's key store · `passphrase`: sealed
 * under what the user types after each start · `plain`: under a key that lies among the user's own files, or that
 * everybody knows · `memory`: not at all.
 */
export const SecretKeeping = z.enum(['system', 'passphrase', 'plain', 'memory']);
export type SecretKeeping = z.infer<typeof SecretKeeping>;

export const LEAST_PASSPHRASE = 8;
export const Passphrase = z.string().max(1_000);

/** A secret of the user's that lies there and cannot be read here: it has to be entered again. */
export const LostSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('modelKey'), bot: BotId, name: z.string() }),
  z.object({ kind: z.literal('poolKeys'), bot: BotId, name: z.string() }),
  z.object({ kind: z.literal('channel'), channel: z.string(), name: z.string() }),
  z.object({ kind: z.literal('proxyPassword') }),
]);
export type LostSecret = z.infer<typeof LostSecret>;

export const SecretsView = z.object({
  keeping: SecretKeeping,
  /** Nothing can be opened before the passphrase is typed: no bot is looked after until then. */
  locked: z.boolean(),
  /** What may be chosen here; empty where there is nothing to choose. */
  choices: z.array(SecretKeeping),
  /** They are kept badly and the user has not said that this is fine. */
  asks: z.boolean(),
  enterAgain: z.array(LostSecret),
});
export type SecretsView = z.infer<typeof SecretsView>;
