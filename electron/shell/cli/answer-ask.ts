import type { LinkId } from '../../contract/ids';
import type { Ask } from '../../contract/link-state';
import type { Provider } from '../../contract/model';
import type { AskContext, AskOutcome } from './ask-context';
import type { Reporter } from './cli-event';
import { connectPool } from './connect-pool';
import type { Texts } from './texts';

/** What the wizard's consent page says changes with this number. */
const CONSENT_VERSION = 1;

/** The toy model of a rehearsal takes any key, but it wants one. */
const TOY_KEY = 'rehearsal';

type Handlers = {
  [K in Ask['kind']]: (
    context: AskContext,
    ask: Extract<Ask, { kind: K }>,
    link: LinkId,
  ) => Promise<AskOutcome>;
};

/** Asked in this order when several wait: what flags and fingers can answer comes before what the phone can. */
export const ASK_ORDER: readonly Ask['kind'][] = [
  'installEngine',
  'allowEngine',
  'startEngine',
  'freeDisk',
  'chooseStack',
  'consent',
  'enterAgain',
  'enterKey',
  'keepOrReplace',
  'acceptAccount',
  'solveCaptcha',
  'verifyDevice',
  'confirmOnPhone',
  'scanQr',
];

const HANDLERS: Handlers = {
  installEngine: outside,
  allowEngine: outside,
  freeDisk: outside,
  enterToken: outside,
  chooseComputer: outside,
  keepRecoveryKey: outside,
  async startEngine({ app }) {
    await app.engine.start();
    return 'answered';
  },
  async chooseStack({ app, bot, terminal, answers, texts, reporter }, ask) {
    const offers = app.stacks.offers();
    const options = offers.map(({ id, services }) => ({
      value: id,
      label: `${id}  (${services.map(({ product, version }) => `${product} ${version}`).join(', ')})`,
    }));
    const named = answers.stack ?? (await terminal?.choose(texts.prompt.stack, options));
    const stack = offers.find(({ id }) => id === named)?.id ?? answers.stack;
    if (!stack) return missing(reporter, texts, ask, '--stack');
    await app.bots.chooseStack(bot, stack);
    return 'answered';
  },
  async consent({ app, bot, terminal, answers, texts, reporter }, ask) {
    if (!answers.acceptRisk) {
      if (!terminal) return missing(reporter, texts, ask, '--accept-risk');
      if ((await terminal.ask(`${texts.prompt.consent}\n${texts.prompt.agree}`)).toLowerCase() !== 'yes') {
        return { exit: 2 };
      }
    }
    await app.bots.consent(bot, CONSENT_VERSION);
    return 'answered';
  },
  enterKey: (context, ask) =>
    context.answers.readPoolKeys
      ? connectPool(context, context.answers.readPoolKeys)
      : connectModel(context, ask),
  enterAgain: connectModel,
  async keepOrReplace({ app, bot, terminal, answers, texts, reporter }, ask, link) {
    const options = [
      { value: 'ours', label: texts.prompt.ours },
      { value: 'theirs', label: texts.prompt.theirs },
    ];
    const keep = answers.keep ?? (await terminal?.choose(texts.prompt.keepOrReplace, options));
    if (!keep) return missing(reporter, texts, ask, '--keep ours|theirs');
    await app.bots.fix(bot, link, keep === 'ours' ? 'rewriteOurs' : 'takeTheirs');
    return 'answered';
  },
  async acceptAccount({ app, bot, terminal, answers, texts, reporter }, ask, link) {
    if (!answers.acceptAccount && !terminal) return missing(reporter, texts, ask, '--accept-account');
    const question = `${ask.nick} (${ask.uin}). ${texts.prompt.account}`;
    const accepted = answers.acceptAccount || (await terminal?.ask(question))?.toLowerCase() === 'yes';
    await app.bots.fix(bot, link, accepted ? 'acceptAccount' : 'rejectAccount');
    return 'answered';
  },
  solveCaptcha: async () => 'outside',
  verifyDevice: async () => 'outside',
  async scanQr({ app, reporter }, ask) {
    reporter.report({ event: 'qr', url: ask.url, since: ask.since });
    await app.rehearsal?.scan();
    // Not every messenger tells of the scan before the account is on line.
    await app.rehearsal?.confirm();
    return 'outside';
  },
  confirmOnPhone: async () => 'outside',
};

/** Answers one ask by flag, by question or by the simulated phone. */
export function answerAsk<K extends Ask['kind']>(
  context: AskContext,
  ask: Extract<Ask, { kind: K }>,
  link: LinkId,
): Promise<AskOutcome> {
  const handle = HANDLERS[ask.kind] as Handlers[K];
  return handle(context, ask, link);
}

/** Where nobody is there to see to it, waiting would be for ever. */
async function outside({ terminal, texts, reporter }: AskContext, ask: Ask): Promise<AskOutcome> {
  if (terminal) return 'outside';
  reporter.report({ event: 'error', code: ask.kind, message: texts.ask[ask.kind] });
  return { exit: 1 };
}

function missing(reporter: Reporter, texts: Texts, ask: Ask, flag: string): AskOutcome {
  reporter.report({ event: 'error', code: ask.kind, message: texts.say.needsFlag(flag), flag });
  return { exit: 2 };
}

async function connectModel(context: AskContext, ask: Ask): Promise<AskOutcome> {
  const { app, bot, terminal, answers, texts, reporter, language, signal } = context;
  const provider = await chooseProvider(context);
  if (!provider) return missing(reporter, texts, ask, '--provider');
  const preset = app.view.get().modelPreset;
  const given = answers.baseUrl ?? (preset?.provider === provider.id ? preset.baseUrl : undefined);
  const baseUrl = given ?? (provider.baseUrl || (await terminal?.ask(texts.prompt.baseUrl)));
  if (!baseUrl) return missing(reporter, texts, ask, '--base-url');
  let key: string | undefined;
  if (answers.readKey) key = await answers.readKey();
  else if (app.rehearsal && provider.id === preset?.provider) key = TOY_KEY;
  else if (!provider.needsKey) key = '';
  else
    key = await terminal?.askSecret(
      `${provider.name[language]} ${provider.keyUrl ?? ''}\n${texts.prompt.key}`,
    );
  if (key === undefined) return missing(reporter, texts, ask, '--key-file <file> | --key-env <name>');

  const check = await app.model.connect(
    bot,
    { provider: provider.id, baseUrl, key, model: answers.model },
    signal,
  );
  if (check.kind === 'ok') return 'answered';
  const what = check.problem === 'keyMalformed' ? texts.diagnosis.keyRefused : texts.diagnosis[check.problem];
  reporter.report({
    event: 'error',
    code: check.problem,
    message: [what, check.message].filter(Boolean).join(': '),
  });
  return terminal && !answers.readKey ? connectModel(context, ask) : { exit: 1 };
}

async function chooseProvider({
  app,
  terminal,
  answers,
  texts,
  language,
}: AskContext): Promise<Provider | undefined> {
  const providers = app.model.providers();
  const preset = app.view.get().modelPreset;
  const options = providers.map(({ id, name }) => ({ value: id, label: name[language] }));
  const named =
    answers.provider ?? preset?.provider ?? (await terminal?.choose(texts.prompt.provider, options));
  return providers.find(({ id }) => id === named);
}
