import { AppError } from '../../contract/errors';
import type { SecretKeeping, SecretsView } from '../../contract/secrets';
import type { SecretStore } from './secret-store';

/** The calls about how secrets are kept; none answers one. */
export interface SecretCalls {
  /** Opens what the passphrase keeps shut, and puts the bots to work. `passphraseWrong` for another one. */
  unlock(passphrase: string): Promise<void>;
  /** Keeps secrets in another way from now on, those that are there included. */
  keep(keeping: SecretKeeping, passphrase?: string): Promise<void>;
}

export function createSecretCalls(
  secrets: SecretStore,
  on: { unlocked: () => Promise<void>; kept: () => void },
): SecretCalls {
  let opening: Promise<void> | undefined;
  return {
    async unlock(passphrase) {
      if (!secrets.locked) return opening;
      if (!(await secrets.unlock(passphrase))) throw new AppError('passphraseWrong');
      opening ??= on.unlocked();
      await opening;
    },
    async keep(keeping, passphrase) {
      await secrets.keep(keeping, passphrase);
      on.kept();
    },
  };
}

/** What the renderer draws of it, but for what has to be entered again. */
export function secretsView(secrets: SecretStore, asks: boolean): Omit<SecretsView, 'enterAgain'> {
  return {
    keeping: secrets.keeping,
    locked: secrets.locked,
    choices: [...secrets.choices],
    asks: asks && isKeptBadly(secrets),
  };
}

/** Worse than it should be, without the user having said that this is fine. */
export function isKeptBadly(secrets: SecretStore): boolean {
  return secrets.strength !== 'strong' && !secrets.isChosen;
}
