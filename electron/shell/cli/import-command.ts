import { Command } from 'commander';
import { takeSavingWish } from '../start-saving';
import { UsageError } from '../usage-error';
import { type ImportRepositoryFlags, importRepository } from './import-repository';
import { importFileCommand } from './snapshot-command';
import { type CommonFlags, withApp } from './with-app';

/**
 * `botpier import`: a file by itself, and `repository`.
 * @param command makes a command with the flags that all of them have
 * @param collect gathers a flag that may be given again
 */
export function importCommand(
  command: (name: string, description: string) => Command,
  collect: (value: string, before?: string[]) => string[],
): Command {
  return new Command('import')
    .description('take in a bot from somewhere else')
    .addCommand(importFileCommand(command), { isDefault: true })
    .addCommand(
      command('repository', 'make a bot of what the older AstrBot + NapCat backup tool saved on GitHub')
        .argument('[owner/name]', 'that repository, or its address (default: as the environment says)')
        .option('--branch <name>', 'branch (default: main)')
        .option('--token-file <file>', 'file that holds a token that may read it')
        .option('--token-env <name>', 'environment variable that holds the token')
        .option('--look', 'only say what there is, and what would not come along')
        .option('--yes', 'do not ask')
        .option('--without-lost', 'go without large files that are lost there')
        .option('--leave-out <path>', 'go without this one; may be given again', collect)
        .action((address: string | undefined, flags: CommonFlags & ImportRepositoryFlags) =>
          withApp(flags, undefined, (session) =>
            importRepository(session, address, flags, foundIn(address, flags)),
          ),
        ),
    );
}

/** What the environment says by the older tool's names, where the flags do not say it. @throws UsageError */
function foundIn(address: string | undefined, { tokenFile, tokenEnv }: ImportRepositoryFlags) {
  const isToken = tokenFile !== undefined || tokenEnv !== undefined;
  if (address !== undefined && isToken) return undefined;
  try {
    // A variable that a flag names is read after this.
    return takeSavingWish(tokenEnv === undefined ? process.env : { ...process.env })?.wish;
  } catch (error) {
    if (address === undefined || !(error instanceof UsageError)) throw error;
    return undefined;
  }
}
