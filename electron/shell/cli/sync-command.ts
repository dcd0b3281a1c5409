import { Command } from 'commander';
import { chooseBot } from './choose-bot';
import { withNetworkFlags } from './network-flags';
import {
  type SetUpFlags,
  type SourceFlags,
  type SyncBotSession,
  type SyncSession,
  syncNow,
  syncOff,
  syncRefusal,
  syncRestore,
  syncSetUp,
  syncStatus,
} from './sync';
import { isGreen } from './up';
import { type CommonFlags, withApp } from './with-app';

/**
 * @param command makes a command with the flags that all of them have
 * @param toNumber reads a flag's number
 */
export function syncCommand(
  command: (name: string, description: string) => Command,
  toNumber: (value: string) => number,
): Command {
  const run = (flags: CommonFlags, act: (session: SyncSession) => Promise<number>, lookOnly?: 'silent') =>
    withApp(flags, lookOnly, (session) => telling(session, () => act(session)));
  const runOn = (
    flags: CommonFlags,
    act: (session: SyncBotSession) => Promise<number>,
    lookOnly?: 'silent',
  ) => run(flags, (session) => act({ ...session, bot: chooseBot(session.app, flags.bot) }), lookOnly);
  const source = (name: string, description: string) =>
    command(name, description)
      .option('--repository <owner/name>', 'a private repository on GitHub')
      .option('--branch <name>', 'branch (default: main)')
      .option('--token-file <file>', 'file that holds the token')
      .option('--token-env <name>', 'environment variable that holds the token');
  return new Command('sync')
    .description('save the bot to a private repository on GitHub, and bring it back')
    .addCommand(
      command('status', 'tell how it is saved; exits with 0 while it is').action((flags: CommonFlags) =>
        runOn(flags, syncStatus, 'silent'),
      ),
    )
    .addCommand(
      command('now', 'save now')
        .option('--take-over', 'go on where another computer saved')
        .action((flags: CommonFlags & { takeOver?: boolean }) =>
          runOn(flags, (session) => syncNow(session, flags)),
        ),
    )
    .addCommand(
      source('setup', 'save it from now on')
        .option('--create', 'make the repository; the token has to be allowed to')
        .option('--replace', 'take the place of a bot that is saved there')
        .option('--everything', 'encrypt everything, not only what is sensitive')
        .option('--interval <seconds>', 'how often (default: 180)', toNumber)
        .option('--recovery-key-file <file>', 'new file to write the recovery key to')
        .action((flags: CommonFlags & SetUpFlags) => runOn(flags, (session) => syncSetUp(session, flags))),
    )
    .addCommand(
      withNetworkFlags(source('restore', 'bring a saved bot here and wait until it answers'))
        .option('--recovery-key-file <file>', 'file that holds the recovery key')
        .option('--generation <commit>', 'an earlier state than the newest')
        .action((flags: CommonFlags & SourceFlags & { generation?: string }) =>
          run(flags, (session) => syncRestore(session, flags, isGreen)),
        ),
    )
    .addCommand(
      command('off', 'forget the repository; what is in it stays')
        .option('--yes', 'do not ask')
        .action((flags: CommonFlags & { yes?: boolean }) =>
          runOn(flags, (session) => syncOff(session, flags)),
        ),
    );
}

/** Tells in words what stood in the way. */
async function telling(session: SyncSession, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    const message = syncRefusal(error, session.language);
    if (message === undefined) throw error;
    session.reporter.report({ event: 'error', code: problemOf(error), message });
    return 1;
  }
}

function problemOf(error: unknown): string {
  const { code, params } = error as { code: string; params: Record<string, unknown> };
  return String(params['problem'] ?? code);
}
