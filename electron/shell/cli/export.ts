import { keepFilledIn } from '../../app/export/compose/env-file';
import { DEMANDS } from '../../app/export/hf-space/demands';
import { writeFolder } from '../../app/export/write-folder';
import { AppError } from '../../contract/errors';
import type { Exported, ExportForm } from '../../contract/export';
import type { BotView } from '../../contract/view';
import { EXPORT_TEXTS } from './export-texts';
import type { Session } from './with-app';

export interface ExportFlags {
  to?: string;
  force?: boolean;
  withSecrets?: boolean;
}

/** Everything that a command of export needs of its session. */
export type ExportSession = Pick<
  Session,
  'app' | 'language' | 'reporter' | 'clock' | 'signal' | 'write' | 'json'
> & { bot: BotView };

/** Writes the bot as a folder for Docker Compose. @returns the exit code: 2 when the folder is taken */
export async function exportCompose(session: ExportSession, flags: ExportFlags): Promise<0 | 1 | 2> {
  const withSecrets = flags.withSecrets ?? false;
  const exported = await ask(session, 'compose', withSecrets);
  if (!exported) return 1;
  const folder = await save(session, exported, { to: 'botpier-compose', ...flags }, 'compose');
  if (folder === undefined) return 2;
  const texts = EXPORT_TEXTS[session.language];
  say(session, [
    withSecrets ? texts.withSecrets : texts.fillIn('.env', exported.blanks.join(', ')),
    texts.scanAgain,
    texts.startCompose(folder),
  ]);
  return 0;
}

/** Writes the bot as the files of a Docker Space. @returns the exit code: 2 when the folder is taken */
export async function exportSpace(session: ExportSession, flags: ExportFlags): Promise<0 | 1 | 2> {
  const exported = await ask(session, 'hf-space', false);
  if (!exported) return 1;
  tellDemands(session);
  const folder = await save(session, exported, { to: 'botpier-space', ...flags }, 'hf-space');
  if (folder === undefined) return 2;
  const texts = EXPORT_TEXTS[session.language];
  say(session, [texts.spaceSecrets(exported.blanks.join(', ')), texts.scanAgain]);
  return 0;
}

export interface UploadFlags {
  /** `owner/name`. */
  upload: string;
  token: string;
  public?: boolean;
  force?: boolean;
  hubUrl?: string | undefined;
}

/** Uploads the bot as a private Docker Space, after saying what that brings. @returns the exit code: 2 for bad flags */
export async function uploadSpace(session: ExportSession, flags: UploadFlags): Promise<0 | 1 | 2> {
  const { app, bot, reporter, signal } = session;
  const texts = EXPORT_TEXTS[session.language];
  const refuse = (code: string, message: string) => reporter.report({ event: 'error', code, message });
  if (!/^[\w.-]+\/[\w.-]+$/.test(flags.upload)) {
    refuse('invalidInput', texts.badName);
    return 2;
  }
  if (flags.token === '') {
    refuse('invalidInput', texts.needsToken);
    return 2;
  }
  tellDemands(session);
  const published = await explaining(session, () =>
    app.bots.publish(bot.id, {
      name: flags.upload,
      token: flags.token,
      visibility: flags.public ? 'public' : 'private',
      replace: flags.force ?? false,
      hubUrl: flags.hubUrl,
      signal,
      onStep: (step) => tell(session, { event: 'upload', step }, `${texts.step[step]} …`),
    }),
  );
  if (!published) return 1;
  if (published.kind === 'published') {
    tell(session, { event: 'published', url: published.url }, texts.published(published.url));
    return 0;
  }
  const { step, refusal, message, retryAfterSeconds } = published;
  const wait = retryAfterSeconds === undefined ? '' : ` ${texts.retryAfter(retryAfterSeconds)}`;
  refuse(`space.${refusal}`, `${texts.step[step]}: ${texts.refusal[refusal]}.${wait}\n  ${message}`);
  return 1;
}

function ask(session: ExportSession, form: ExportForm, withSecrets: boolean): Promise<Exported | undefined> {
  return explaining(session, () => session.app.bots.export(session.bot.id, { form, withSecrets }));
}

/** Says in words why a bot cannot be had in a form; undefined then. */
async function explaining<T>(
  { language, reporter }: ExportSession,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const texts = EXPORT_TEXTS[language];
    const { missing = '', reason = '' } = error.params;
    const message = texts.missing[missing] ?? texts.reason[reason];
    if (message === undefined) throw error;
    reporter.report({ event: 'error', code: error.code, message });
    return undefined;
  }
}

async function save(
  session: ExportSession,
  { files, blanks }: Exported,
  { to, force }: { to: string; force?: boolean },
  form: ExportForm,
): Promise<string | undefined> {
  const texts = EXPORT_TEXTS[session.language];
  const written = await writeFolder(to, files, {
    replace: force ?? false,
    now: session.clock.now(),
    fill: { '.env': keepFilledIn },
  });
  if (written.kind !== 'written') {
    const message = texts[written.kind](written.folder);
    session.reporter.report({ event: 'error', code: 'folderTaken', message, flag: '--to' });
    return undefined;
  }
  const { folder, former } = written;
  tell(session, { event: 'exported', form, folder, former, blanks }, texts.written(folder, files.length));
  if (former !== undefined) say(session, [texts.former(former)]);
  return folder;
}

function tellDemands(session: ExportSession): void {
  const lines = DEMANDS[session.language];
  const text = [EXPORT_TEXTS[session.language].demands, ...lines.map((line) => `  - ${line}`)].join('\n');
  tell(session, { event: 'demands', demands: lines }, text);
}

/** One event as `--json`, or its words. */
function tell({ json, write }: ExportSession, event: object, text: string): void {
  write(json ? `${JSON.stringify(event)}\n` : `${text}\n`);
}

/** What only a person reads. */
function say({ json, write }: ExportSession, lines: readonly string[]): void {
  if (!json) write(lines.map((line) => `${line}\n`).join(''));
}
