import { text } from 'node:stream/consumers';
import { Command, InvalidArgumentError } from 'commander';
import { SnapshotId } from '../../contract/snapshot';
import { chooseBot } from './choose-bot';
import { withNetworkFlags } from './network-flags';
import {
  exportFile,
  importFile,
  listSnapshots,
  removeSnapshot,
  restoreSnapshot,
  takeSnapshot,
} from './snapshots';
import { type CommonFlags, withApp } from './with-app';

type MakeCommand = (name: string, description: string) => Command;

interface MayStop extends CommonFlags {
  mayStop?: boolean;
}

interface FileFlags extends MayStop {
  to?: string;
  snapshot?: SnapshotId;
  passphraseStdin?: boolean;
}

const MAY_STOP = ['--may-stop', 'where containers cannot stand still, stop them for the copy'] as const;
const PASSPHRASE = ['--passphrase-stdin', 'read the passphrase from standard input'] as const;

/** `botpier snapshot`, by itself and with `list` and `remove`. */
export function snapshotCommand(command: MakeCommand): Command {
  return new Command('snapshot')
    .description("copies of the bot's data on this computer")
    .addCommand(
      command('take', 'take one now; the bot goes on')
        .option(...MAY_STOP)
        .action((flags: MayStop) =>
          withApp(flags, undefined, (session) =>
            takeSnapshot({ ...session, bot: chooseBot(session.app, flags.bot) }, flags),
          ),
        ),
      { isDefault: true },
    )
    .addCommand(
      command('list', 'list them, newest first').action((flags: CommonFlags) =>
        withApp(flags, 'silent', (session) =>
          listSnapshots({ ...session, bot: chooseBot(session.app, flags.bot) }),
        ),
      ),
    )
    .addCommand(
      command('remove', 'remove one')
        .argument('<snapshot>', 'its id', toId)
        .action((snapshot: SnapshotId, flags: CommonFlags) =>
          withApp(flags, undefined, (session) =>
            removeSnapshot({ ...session, bot: chooseBot(session.app, flags.bot) }, snapshot),
          ),
        ),
    );
}

export function restoreCommand(command: MakeCommand): Command {
  return command('restore', 'put a snapshot in the place of what the bot is now; can be undone')
    .argument('[snapshot]', 'its id (default: the newest)', toId)
    .option('--undo', 'go back to what was before the last restore')
    .option(...MAY_STOP)
    .action((snapshot: SnapshotId | undefined, flags: MayStop & { undo?: boolean }) =>
      withApp(flags, undefined, (session) =>
        restoreSnapshot({ ...session, bot: chooseBot(session.app, flags.bot) }, { ...flags, snapshot }),
      ),
    );
}

/** `botpier export file`. */
export function exportFileCommand(command: MakeCommand): Command {
  return command('file', 'everything of the bot in one file, sealed with a passphrase')
    .option('--to <file>', 'where to write it')
    .option('--snapshot <id>', 'one that was taken before (default: a new one)', toId)
    .option(...PASSPHRASE)
    .option(...MAY_STOP)
    .action((flags: FileFlags) =>
      withApp(flags, undefined, async (session) => {
        const bot = chooseBot(session.app, flags.bot);
        return exportFile({ ...session, bot }, { ...flags, passphrase: await passphraseOf(flags) });
      }),
    );
}

/** `botpier import [file]`. */
export function importFileCommand(command: MakeCommand): Command {
  return withNetworkFlags(
    command('file', 'take in what export file has written, on this computer or another'),
  )
    .argument('<file>')
    .option(...PASSPHRASE)
    .action((file: string, flags: FileFlags) =>
      withApp(flags, undefined, async (session) => importFile(session, file, await passphraseOf(flags))),
    );
}

async function passphraseOf({ passphraseStdin }: FileFlags): Promise<string> {
  return passphraseStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : '';
}

function toId(value: string): SnapshotId {
  const id = SnapshotId.safeParse(value);
  if (!id.success) throw new InvalidArgumentError('not the id of a snapshot');
  return id.data;
}
