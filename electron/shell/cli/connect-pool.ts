import type { StackOffer } from '../../contract/view';
import type { AskContext, AskOutcome } from './ask-context';
import { untilValue } from './next-change';

/** What the page of the pool says of its licence changes with this number. */
const CONSENT_VERSION = 1;

/** Hands many keys to the pool, once its licence was agreed to. */
export async function connectPool(context: AskContext, readKeys: () => Promise<string>): Promise<AskOutcome> {
  const { app, bot, terminal, answers, texts, reporter, signal } = context;
  const refuse = (code: string, message: string, exit: 1 | 2, flag?: string): AskOutcome => {
    reporter.report({ event: 'error', code, message, ...(flag !== undefined && { flag }) });
    return { exit };
  };
  // The stack was asked for first; the view may still be on its way.
  const stack = await untilValue(app.view, ({ bots }) => bots.find(({ id }) => id === bot)?.stack, signal);
  const pool = findPool(app.stacks.offers(), stack);
  if (!pool) return refuse('notAllowed', texts.say.noPool, 2, '--stack astrbot');
  if (!answers.acceptPoolLicence) {
    const flag = '--accept-pool-licence';
    if (!terminal) return refuse('consent', texts.say.needsFlag(flag), 2, flag);
    const question = texts.prompt.poolLicence(pool.product, pool.licence, pool.licenceUrl);
    if ((await terminal.ask(`${question}\n${texts.prompt.agree}`)).toLowerCase() !== 'yes')
      return { exit: 2 };
  }
  if (answers.baseUrl !== undefined) await app.keyPool.settings(bot, { baseUrl: answers.baseUrl });
  const { added, duplicate } = await app.keyPool.add(bot, { text: await readKeys() });
  if (added + duplicate === 0) return refuse('keyRefused', texts.diagnosis.keyRefused, 1);
  await app.keyPool.consent(bot, CONSENT_VERSION);
  return 'answered';
}

/** The product that plays the pool in a stack. */
function findPool(offers: readonly StackOffer[], stack: string | undefined) {
  const offer = offers.find(({ id }) => id === stack);
  return offer?.services.find(({ role }) => role === 'keyPool');
}
