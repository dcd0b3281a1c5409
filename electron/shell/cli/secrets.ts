import type { App } from '../../app/api';
import { AppError } from '../../contract/errors';
import { LEAST_PASSPHRASE, type SecretKeeping } from '../../contract/secrets';
import type { Reporter } from './cli-event';
import { SECRET_TEXTS } from './secrets-texts';
import type { Terminal } from './terminal';

interface Context {
  app: App;
  language: 'zh' | 'en';
  terminal: Terminal | undefined;
  reporter: Reporter;
  write: (text: string) => void;
}

const TRIES = 3;

/** Asks for the passphrase where secrets are locked; false when nobody knows it. */
export async function unlockSecrets({ app, language, terminal, reporter, write }: Context): Promise<boolean> {
  const texts = SECRET_TEXTS[language];
  for (let left = TRIES; app.view.get().secrets.locked; left--) {
    if (!terminal || left === 0) {
      reporter.report({
        event: 'error',
        code: 'secretsLocked',
        message: texts.locked,
        flag: 'BOTPIER_PASSPHRASE',
      });
      return false;
    }
    const passphrase = await terminal.askSecret(texts.passphrase);
    try {
      await app.secrets.unlock(passphrase);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'passphraseWrong') throw error;
      write(`${texts.wrong}\n`);
    }
  }
  return true;
}

/** Tells how secrets are kept, or keeps them in another way; answers the exit code. */
export async function keepSecrets(context: Context, keeping: SecretKeeping | undefined): Promise<number> {
  const { app, language, terminal, reporter, write } = context;
  const texts = SECRET_TEXTS[language];
  const refuse = (code: string, message: string) => {
    reporter.report({ event: 'error', code, message });
    return 2;
  };
  if (keeping === 'memory') return refuse('notAllowed', texts.notHere);
  if (keeping === 'passphrase') {
    const { BOTPIER_PASSPHRASE: given = '' } = process.env;
    const passphrase = given || ((await terminal?.askSecret(texts.newPassphrase)) ?? '');
    if (passphrase === '') return refuse('secretsLocked', texts.locked);
    if (passphrase.length < LEAST_PASSPHRASE) return refuse('passphraseShort', texts.short(LEAST_PASSPHRASE));
    if (!given && (await terminal?.askSecret(texts.again)) !== passphrase)
      return refuse('confirmationNeeded', texts.differs);
    await app.secrets.keep('passphrase', passphrase);
  } else if (keeping !== undefined) {
    await app.secrets.keep(keeping);
  }
  write(`${texts.kept(texts.way[app.view.get().secrets.keeping])}\n`);
  return 0;
}
