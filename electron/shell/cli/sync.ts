import { readFile, writeFile } from 'node:fs/promises';
import { AppError } from '../../contract/errors';
import { type SyncProblem, SyncRestore, SyncSetUp, SyncSource } from '../../contract/sync';
import type { BotView } from '../../contract/view';
import { untilValue } from './next-change';
import { SYNC_PROBLEM_TEXTS } from './sync-problem-texts';
import { SYNC_TEXTS } from './sync-texts';
import type { Terminal } from './terminal';
import type { Session } from './with-app';

export type SyncSession = Pick<
  Session,
  'app' | 'language' | 'reporter' | 'terminal' | 'signal' | 'write' | 'json' | 'texts'
>;
export type SyncBotSession = SyncSession & { bot: BotView };

export interface SourceFlags {
  repository?: string;
  branch?: string;
  tokenFile?: string;
  tokenEnv?: string;
  recoveryKeyFile?: string;
}

export interface SetUpFlags extends SourceFlags {
  /** Makes the repository. */
  create?: boolean;
  replace?: boolean;
  everything?: boolean;
  interval?: number;
}

/** Tells how a bot is saved. @returns the exit code: 0 while it is being saved */
export async function syncStatus(session: SyncBotSession): Promise<0 | 1> {
  const { app, bot, language } = session;
  await app.idle();
  const view = app.view.get().bots.find(({ id }) => id === bot.id);
  const sync = view?.sync;
  const texts = SYNC_TEXTS[language];
  if (!sync) {
    tell(session, { event: 'sync', on: false }, [texts.notSetUp]);
    return 1;
  }
  const { settings, failure, hold, waiting, conflict } = sync;
  const when = (at: number) => new Date(at).toLocaleString(language);
  tell(session, { event: 'sync', on: true, ...sync }, [
    texts.repository(settings.repository, settings.branch),
    sync.lastSuccess === undefined ? texts.never : texts.last(when(sync.lastSuccess)),
    ...(failure
      ? [SYNC_PROBLEM_TEXTS[language][failure.code], ...failure.evidence.map((line) => `  ${line}`)]
      : []),
    ...(conflict ? [texts.conflict(conflict.device, when(conflict.at))] : []),
    ...(hold ? [texts.hold[hold]] : []),
    ...(sync.nextRun === undefined ? [] : [texts.next(when(sync.nextRun))]),
    ...(waiting && waiting.files > 0 ? [texts.waiting(waiting.files, megabytes(waiting.bytes))] : []),
    ...(sync.savedBytes === undefined
      ? []
      : [texts.sizes(megabytes(sync.savedBytes), megabytes(sync.sentBytes))]),
    ...(sync.tokenExpiresAt === undefined ? [] : [texts.tokenEnds(when(sync.tokenExpiresAt))]),
  ]);
  const isSaved = sync.lastSuccess !== undefined && !failure && !conflict;
  return isSaved && (hold === undefined || hold === 'botStopped') ? 0 : 1;
}

/** Saves now, and waits for it. @returns the exit code: 0 when it is saved */
export async function syncNow(session: SyncBotSession, { takeOver = false } = {}): Promise<0 | 1> {
  const { app, bot, language } = session;
  await app.engine.look();
  await app.idle();
  if (takeOver) await app.sync.takeOver(bot.id);
  await app.sync.now(bot.id);
  const run = app.view.get().bots.find(({ id }) => id === bot.id)?.sync?.runs[0];
  if (!run) throw new AppError('internal');
  const why = run.code ? `: ${SYNC_PROBLEM_TEXTS[language][run.code]}` : '';
  tell(session, { event: 'saved', ...run }, [`${SYNC_TEXTS[language].run[run.outcome]}${why}`]);
  return run.outcome === 'saved' || run.outcome === 'unchanged' ? 0 : 1;
}

/**
 * Sets saving up. Without a terminal the recovery key goes into the file that a flag names, and is confirmed from there.
 * @returns the exit code: 2 when an answer is missing
 */
export async function syncSetUp(session: SyncBotSession, flags: SetUpFlags): Promise<0 | 1 | 2> {
  const { app, bot, language, terminal } = session;
  const texts = SYNC_TEXTS[language];
  const token = await readToken(session, flags);
  const repository = flags.repository ?? (await terminal?.ask(texts.repositoryPrompt));
  if (token === undefined) return missing(session, '--token-file <file> | --token-env <name>');
  if (repository === undefined) return missing(session, '--repository <owner/name>');
  if (!terminal && flags.recoveryKeyFile === undefined) return missing(session, '--recovery-key-file <file>');
  const input = SyncSetUp.parse({
    token,
    repository: flags.create
      ? { kind: 'new', name: repository.split('/').at(-1) }
      : { kind: 'existing', name: repository },
    ...(flags.branch === undefined ? {} : { branch: flags.branch }),
    ...(flags.everything ? { encryption: 'everything' } : {}),
    ...(flags.interval === undefined ? {} : { intervalSeconds: flags.interval }),
    replace: flags.replace ?? false,
  });
  if (!session.json) session.write(`${texts.git}\n`);
  await app.engine.look();
  await app.idle();
  const { recoveryKey } = await app.sync.setUp(bot.id, input);
  if (flags.recoveryKeyFile !== undefined) {
    // A file that is there already may hold the key of something else.
    await writeFile(flags.recoveryKeyFile, `${recoveryKey}\n`, { mode: 0o600, flag: 'wx' });
    await app.sync.confirmKey(bot.id, await readFile(flags.recoveryKeyFile, 'utf8'));
  } else if (terminal) {
    await haveKeyKept({ ...session, terminal }, recoveryKey, (key) => app.sync.confirmKey(bot.id, key));
  }
  tell(session, { event: 'sync', on: true, repository }, [texts.on(repository)]);
  return syncNow(session);
}

/** Brings a saved bot here and waits until it answers. @returns the exit code: 0 once it does */
export async function syncRestore(
  session: SyncSession,
  flags: SourceFlags & { generation?: string },
  isGreen: (bot: BotView) => boolean,
): Promise<0 | 1 | 2> {
  const { app, language, terminal, signal } = session;
  const texts = SYNC_TEXTS[language];
  const token = await readToken(session, flags);
  const repository = flags.repository ?? (await terminal?.ask(texts.repositoryPrompt));
  const recoveryKey =
    flags.recoveryKeyFile === undefined
      ? await terminal?.askSecret(texts.recoveryKey)
      : (await readFile(flags.recoveryKeyFile, 'utf8')).trim();
  if (token === undefined) return missing(session, '--token-file <file> | --token-env <name>');
  if (repository === undefined) return missing(session, '--repository <owner/name>');
  if (recoveryKey === undefined) return missing(session, '--recovery-key-file <file>');
  await app.engine.look();
  await app.idle();
  const { branch, generation } = flags;
  const source = SyncSource.parse({ token, repository, ...(branch === undefined ? {} : { branch }) });
  signal.addEventListener('abort', () => void app.sync.cancelRestore(), { once: true });
  const id = await app.sync.restore(
    SyncRestore.parse({ source, recoveryKey, ...(generation === undefined ? {} : { generation }) }),
  );
  const find = () => app.view.get().bots.find((one) => one.id === id);
  tell(session, { event: 'restored', bot: id }, [texts.restored(find()?.name ?? id)]);
  await untilValue(
    app.view,
    () => {
      const bot = find();
      return bot && isGreen(bot) ? bot : undefined;
    },
    signal,
  );
  return 0;
}

/** Forgets the repository here. @returns the exit code: 2 when nobody said yes */
export async function syncOff(session: SyncBotSession, { yes = false } = {}): Promise<0 | 2> {
  const { app, bot, language, terminal } = session;
  const texts = SYNC_TEXTS[language];
  const sure = yes || (await terminal?.ask(texts.sureOff))?.toLowerCase() === 'yes';
  if (!sure) return terminal ? 2 : missing(session, '--yes');
  await app.sync.turnOff(bot.id);
  tell(session, { event: 'sync', on: false }, [texts.off]);
  return 0;
}

/** Shows a recovery key, and has it entered again until it is right. */
export async function haveKeyKept(
  session: SyncSession & { terminal: Terminal },
  recoveryKey: string,
  enter: (key: string) => Promise<void>,
): Promise<void> {
  const texts = SYNC_TEXTS[session.language];
  session.write(`${texts.key(recoveryKey)}\n${texts.keyWarning}\n`);
  await confirmBy(session, async () => enter(await session.terminal.askSecret(texts.enterKey)));
}

async function confirmBy({ write, language }: SyncSession, confirm: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await confirm();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'recoveryKeyWrong') throw error;
      write(`${SYNC_TEXTS[language].keyWrong}\n`);
    }
  }
}

/** From where a flag says, or asked for; undefined where nobody can be asked. */
export async function readToken(
  { terminal, language }: Pick<SyncSession, 'terminal' | 'language'>,
  flags: SourceFlags,
): Promise<string | undefined> {
  if (flags.tokenFile !== undefined) return (await readFile(flags.tokenFile, 'utf8')).trim();
  if (flags.tokenEnv !== undefined) return process.env[flags.tokenEnv];
  return terminal?.askSecret(SYNC_TEXTS[language].token);
}

/** Says which flag would have answered it. @returns the exit code */
export function missing({ reporter, texts }: SyncSession, flag: string): 2 {
  reporter.report({ event: 'error', code: 'confirmationNeeded', message: texts.say.needsFlag(flag), flag });
  return 2;
}

/** What GitHub, git or a key said against it, in words. */
export function syncRefusal(error: unknown, language: 'zh' | 'en'): string | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'repositoryInUse') return SYNC_TEXTS[language].inUse;
  if (error.code === 'recoveryKeyWrong') return SYNC_PROBLEM_TEXTS[language].syncKeyWrong;
  if (error.code !== 'syncRefused') return undefined;
  return SYNC_PROBLEM_TEXTS[language][error.params['problem'] as SyncProblem];
}

export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** One event as `--json`, or its words. */
function tell({ json, write }: SyncSession, event: object, lines: readonly string[]): void {
  write(json ? `${JSON.stringify(event)}\n` : lines.map((line) => `${line}\n`).join(''));
}
