import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { chooseBot } from './choose-bot';
import { type ExportFlags, exportCompose, exportSpace, uploadSpace } from './export';
import { exportFileCommand } from './snapshot-command';
import { type CommonFlags, withApp } from './with-app';

interface SpaceFlags extends CommonFlags, ExportFlags {
  upload?: string;
  tokenStdin?: boolean;
  public?: boolean;
}

/** @param command makes a command with the flags that all of them have */
export function exportCommand(command: (name: string, description: string) => Command): Command {
  return new Command('export')
    .description('take the bot elsewhere: as one file for another BotPier, or as files that run it without')
    .addCommand(exportFileCommand(command))
    .addCommand(
      command('compose', 'a folder that docker compose up -d runs')
        .option('--to <folder>', 'where to write it (default: botpier-compose)')
        .option('--with-secrets', 'write the model key and all tokens into .env')
        .option('--force', 'put it in the place of an earlier export, which is kept beside')
        .action((flags: CommonFlags & ExportFlags) =>
          withApp(flags, 'silent', (session) =>
            exportCompose({ ...session, bot: chooseBot(session.app, flags.bot) }, flags),
          ),
        ),
    )
    .addCommand(
      command('hf-space', "a Docker Space's files for Hugging Face, or the Space itself")
        .option('--to <folder>', 'where to write them (default: botpier-space)')
        .option('--force', 'put them in the place of an earlier export or Space')
        .option('--upload <owner/name>', 'make the Space instead of writing files')
        .option('--token-stdin', 'read an access token with write role from standard input')
        .option('--public', 'make the Space public; private without')
        .action((flags: SpaceFlags) =>
          withApp(flags, 'silent', async (found) => {
            const session = { ...found, bot: chooseBot(found.app, flags.bot) };
            if (flags.upload === undefined) return exportSpace(session, flags);
            const token = flags.tokenStdin ? (await text(process.stdin)).trim() : '';
            const { force = false, public: isPublic = false } = flags;
            const { HF_ENDPOINT: hubUrl } = process.env;
            return uploadSpace(session, { upload: flags.upload, token, force, public: isPublic, hubUrl });
          }),
        ),
    );
}
