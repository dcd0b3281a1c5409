#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { PRODUCT_VERSION } from '../../app/version';
import { StackId } from '../../contract/ids';
import { SecretKeeping } from '../../contract/secrets';
import { changeBrain } from './change-brain';
import { chooseBot } from './choose-bot';
import { exportCommand } from './export-command';
import { gatewayCommand } from './gateway-command';
import { importCommand } from './import-command';
import { collect, withNetworkFlags } from './network-flags';
import { reportCommand } from './report-command';
import { saveByEnvironment } from './save-by-environment';
import { keepSecrets } from './secrets';
import { logs, status } from './show';
import { restoreCommand, snapshotCommand } from './snapshot-command';
import { syncCommand } from './sync-command';
import { takeDown } from './take-down';
import { up } from './up';
import { ensureBot, readUpAnswers, type UpFlags } from './up-answers';
import { type UpdateFlags, updateServices } from './update-services';
import { type CommonFlags, withApp } from './with-app';

interface UpCommandFlags extends CommonFlags, UpFlags {
  timeout: number;
}

function toNumber(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0)) throw new InvalidArgumentError('Not a number.');
  return number;
}

function toStack(value: string): StackId {
  const stack = StackId.safeParse(value);
  if (!stack.success) throw new InvalidArgumentError('koishi or astrbot');
  return stack.data;
}

function toKeeping(value: string): SecretKeeping {
  const keeping = SecretKeeping.safeParse(value);
  if (!keeping.success) throw new InvalidArgumentError(SecretKeeping.options.join(', '));
  return keeping.data;
}

/** A command with the flags that all of them have. */
function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data-dir <folder>', 'where bots, settings and keys are kept')
    .option('--bot <name>', 'which bot, when there are several')
    .option('--lang <zh|en>', 'language of what is printed')
    .option('--json', 'print one event per line, ask nothing');
}

const program = new Command('botpier')
  .description('Runs an AI chat bot for QQ on this computer.')
  .version(PRODUCT_VERSION)
  .addCommand(
    withNetworkFlags(command('up', 'bring the bot up and wait until it answers'))
      .option('--stack <id>', 'koishi or astrbot')
      .option('--accept-risk', 'the risk for the QQ account is understood')
      .option('--provider <id>', 'whose model: deepseek, qwen, openai, custom …')
      .option('--base-url <url>', "the model's address, when not the provider's own")
      .option('--model <name>', 'which model, when not the suggested one')
      .option('--key-file <file>', 'file that holds the model key')
      .option('--key-env <name>', 'environment variable that holds the model key')
      .option('--pool-key-file <file>', 'file that holds many keys of Gemini, to be used in turn')
      .option('--pool-key-env <name>', 'environment variable that holds them')
      .option('--pool-keys-stdin', 'they come on the standard input')
      .option('--accept-pool-licence', "the licence of the key pool's product is agreed to")
      .option('--name <name>', "the bot's name")
      .option('--owner <qq>', 'QQ number that may command the bot')
      .option('--accept-account', 'use the account that signs in, even another than last time')
      .option('--keep <ours|theirs>', 'what to do about settings edited in a panel')
      .option('--rehearse', 'try everything without Docker and without a QQ account')
      .option('--timeout <minutes>', 'give up after', toNumber, 30)
      .action((flags: UpCommandFlags) =>
        withApp(flags, undefined, async (session) => {
          const { app, reporter } = session;
          const { version, rehearsal } = app.view.get();
          reporter.report({ event: 'start', version, rehearsal });
          const saver = saveByEnvironment(session, process.env);
          const answers = readUpAnswers(flags, process.env);
          const bot = (await saver?.bringBack()) ?? (await ensureBot(app, answers));
          const code = await up({ ...session, bot, answers, timeoutMs: flags.timeout * 60_000 });
          if (code === 0) await saver?.once();
          return code;
        }),
      ),
  )
  .addCommand(
    command(
      'status',
      'show how the bot is, asking its model one short thing; exits with 0 when all is well',
    ).action((flags: CommonFlags) =>
      withApp(flags, 'asking', (session) => status({ ...session, bot: chooseBot(session.app, flags.bot) })),
    ),
  )
  .addCommand(
    command('logs', 'show what the services said')
      .option('-f, --follow', 'go on as more is said')
      .option('--tail <lines>', 'how many lines of each service', toNumber, 100)
      .action((flags: CommonFlags & { follow?: boolean; tail: number }) =>
        withApp(flags, 'silent', (session) =>
          logs(
            { ...session, bot: chooseBot(session.app, flags.bot) },
            { tail: flags.tail, follow: flags.follow ?? false },
          ),
        ),
      ),
  )
  .addCommand(
    command('stop', 'stop the bot until it is started again').action((flags: CommonFlags) =>
      withApp(flags, undefined, async ({ app }) => {
        await app.bots.stop(chooseBot(app, flags.bot).id);
        await app.idle();
        return 0;
      }),
    ),
  )
  .addCommand(
    command('start', 'start a stopped bot').action((flags: CommonFlags) =>
      withApp(flags, undefined, async ({ app }) => {
        await app.bots.start(chooseBot(app, flags.bot).id);
        await app.idle();
        return 0;
      }),
    ),
  )
  .addCommand(
    command('brain', 'change the brain; the one before goes on answering until the new one does')
      .argument('<stack>', 'koishi or astrbot', toStack)
      .action((stack: StackId, flags: CommonFlags) =>
        withApp(flags, undefined, (session) =>
          changeBrain({ ...session, bot: chooseBot(session.app, flags.bot) }, stack),
        ),
      ),
  )
  .addCommand(
    command('update', 'put newer versions of the services in place; one that does not answer is taken back')
      .argument('[service]', 'one of them alone')
      .option('--check', 'only say what there is')
      .option('--back', 'put back what ran before the last update of the service')
      .action((service: string | undefined, flags: CommonFlags & UpdateFlags) =>
        withApp(flags, undefined, (session) =>
          updateServices({ ...session, bot: chooseBot(session.app, flags.bot) }, service, flags),
        ),
      ),
  )
  .addCommand(
    command('down', 'take the containers down, keep the data').action((flags: CommonFlags) =>
      withApp(flags, undefined, (session) =>
        takeDown(session, chooseBot(session.app, flags.bot), { data: false, sure: true }),
      ),
    ),
  )
  .addCommand(
    command('remove', 'take the bot down and delete its data')
      .option('--data', 'yes, the data too')
      .option('--yes', 'do not ask')
      .action((flags: CommonFlags & { data?: boolean; yes?: boolean }) =>
        withApp(flags, undefined, async (session) => {
          const { reporter, texts } = session;
          if (flags.data) {
            const sure = flags.yes ?? false;
            return takeDown(session, chooseBot(session.app, flags.bot), { data: true, sure });
          }
          reporter.report({
            event: 'error',
            code: 'confirmationNeeded',
            message: texts.say.needsData,
            flag: '--data',
          });
          return 2;
        }),
      ),
  )
  .addCommand(
    command('secrets', 'show how secrets are kept, or keep them in another way')
      .option('--keep <way>', 'passphrase, plain (a weak lock), or system', toKeeping)
      .action((flags: CommonFlags & { keep?: SecretKeeping }) =>
        withApp(flags, undefined, (session) => keepSecrets(session, flags.keep)),
      ),
  )
  .addCommand(gatewayCommand(command, toNumber))
  .addCommand(syncCommand(command, toNumber))
  .addCommand(snapshotCommand(command))
  .addCommand(restoreCommand(command))
  .addCommand(importCommand(command, collect))
  .addCommand(exportCommand(command))
  .addCommand(reportCommand(command, collect));

await program.parseAsync();
