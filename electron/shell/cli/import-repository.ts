import { AppError } from '../../contract/errors';
import { type LegacyReport, LegacySource, LegacyWish } from '../../contract/legacy';
import type { SyncProblem, SyncProgress } from '../../contract/sync';
import { STACKS } from '../../stacks/stacks';
import { LEGACY_TEXTS, type LegacyTexts } from './legacy-texts';
import { megabytes, missing, readToken, type SourceFlags, type SyncSession, syncRefusal } from './sync';

export interface ImportRepositoryFlags extends Pick<SourceFlags, 'branch' | 'tokenFile' | 'tokenEnv'> {
  /** Only says what there is. */
  look?: boolean;
  yes?: boolean;
  withoutLost?: boolean;
  leaveOut?: string[];
}

/**
 * Says what an old repository holds, and makes a bot of it once that is agreed to.
 * @param found what the environment says, where nothing else does
 * @returns the exit code: 2 when an answer is missing
 */
export async function importRepository(
  session: SyncSession,
  address: string | undefined,
  flags: ImportRepositoryFlags,
  found?: { repository: string; branch: string; token: string },
): Promise<0 | 1 | 2> {
  const { app, language, terminal } = session;
  const texts = LEGACY_TEXTS[language];
  const isTokenGiven = flags.tokenFile !== undefined || flags.tokenEnv !== undefined;
  const repository = address ?? found?.repository ?? (await terminal?.ask(texts.repositoryPrompt));
  if (repository === undefined) return missing(session, '<owner/name>');
  const token = isTokenGiven
    ? await readToken(session, flags)
    : (found?.token ?? (await readToken(session, flags)));
  if (token === undefined) return missing(session, '--token-file <file> | --token-env <name>');
  const branch = flags.branch ?? found?.branch;
  const source = LegacySource.parse({ repository, token, ...(branch === undefined ? {} : { branch }) });
  try {
    await app.engine.look();
    await app.idle();
    const report = await app.legacy.look(source, session.signal);
    tell(session, { event: 'found', ...report }, reportLines(report, texts));
    if (flags.look) return 0;
    const isLost = report.left.some(({ why }) => why === 'lost');
    if (isLost && !flags.withoutLost && !terminal) return missing(session, '--without-lost');
    const sure = flags.yes || (await terminal?.ask(texts.sure))?.toLowerCase() === 'yes';
    if (!sure) return terminal ? 2 : missing(session, '--yes');
    const wish = LegacyWish.parse({
      source,
      commit: report.commit,
      withoutLost: isLost,
      leaveOut: flags.leaveOut ?? [],
    });
    return await bringAlong(session, wish);
  } catch (error) {
    const refusal = refusalOf(error, session);
    if (!refusal) throw error;
    session.reporter.report({ event: 'error', ...refusal });
    return 1;
  } finally {
    await app.legacy.leave();
  }
}

async function bringAlong(session: SyncSession, wish: LegacyWish): Promise<0> {
  const { app, language, signal } = session;
  const texts = LEGACY_TEXTS[language];
  const stop = followProgress(session, texts);
  const cancel = () => void app.sync.cancelRestore();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const id = await app.legacy.bringAlong(wish);
    const name = app.view.get().bots.find((bot) => bot.id === id)?.name ?? id;
    tell(session, { event: 'brought', bot: id, name }, [texts.brought(name), texts.scanAgain]);
  } finally {
    stop();
    signal.removeEventListener('abort', cancel);
  }
  // What comes up now is left running, not left behind.
  await app.idle();
  return 0;
}

/** Each phase once as words; as events also each twentieth of the bytes. */
function followProgress(session: SyncSession, texts: LegacyTexts): () => void {
  let told: SyncProgress | undefined;
  return session.app.view.subscribe(({ restoring }) => {
    const { progress } = restoring ?? {};
    if (!progress) return;
    const isNext = progress.phase !== told?.phase;
    const isFurther = twentieth(progress) !== twentieth(told);
    if (!isNext && !(session.json && isFurther)) return;
    told = progress;
    const words = texts.phase[progress.phase];
    tell(session, { event: 'progress', ...progress }, words === undefined || !isNext ? [] : [`${words} …`]);
  });
}

function twentieth(progress: SyncProgress | undefined): number {
  const { doneBytes = 0, totalBytes = 0 } = progress ?? {};
  return totalBytes === 0 ? 0 : Math.floor((20 * doneBytes) / totalBytes);
}

function reportLines({ repository, files, bytes, large, parts, left }: LegacyReport, texts: LegacyTexts) {
  const products = new Map(
    Object.values(STACKS).flatMap(({ messenger, brain, keyPool }) =>
      [messenger, brain, ...(keyPool ? [keyPool] : [])].map(({ name, product }) => [name, product] as const),
    ),
  );
  const pools = new Set(Object.values(STACKS).flatMap(({ keyPool }) => keyPool?.name ?? []));
  return [
    texts.found(repository, files, megabytes(bytes)),
    ...parts.map(
      (part) =>
        texts.part(products.get(part.service) ?? part.service, part.files, megabytes(part.bytes)) +
        (pools.has(part.service) ? texts.keysOnly : ''),
    ),
    ...(large.files === 0 ? [] : [texts.large(large.files, megabytes(large.bytes))]),
    ...left.flatMap(({ why, files: count, paths }) => [
      texts.left[why](count),
      ...paths.map((path) => `    ${path}`),
      ...(count > paths.length ? [texts.more(count - paths.length)] : []),
    ]),
    texts.readOnly,
  ];
}

/** What stands in the way, in words; undefined for what nobody expects. */
function refusalOf(error: unknown, { language }: SyncSession): { code: string; message: string } | undefined {
  if (!(error instanceof AppError)) return undefined;
  const { failure, problem } = LEGACY_TEXTS[language];
  const { code, params } = error;
  const of = (name: string) => String(params[name] ?? '');
  switch (code) {
    case 'legacyEmpty':
      return { code, message: failure.legacyEmpty(of('repository'), of('branch')) };
    case 'legacyForeign':
      return { code, message: failure.legacyForeign(of('repository')) };
    case 'legacyDamaged':
      return { code, message: failure.legacyDamaged(of('path')) };
    case 'busy':
    case 'diskFull':
    case 'engineUnavailable':
    case 'cancelled':
      return { code, message: failure[code] };
    default: {
      const message = problem[of('problem') as SyncProblem] ?? syncRefusal(error, language);
      return message === undefined ? undefined : { code: of('problem') || code, message };
    }
  }
}

/** One event as `--json`, or its words. */
function tell({ json, write }: SyncSession, event: object, lines: readonly string[]): void {
  write(json ? `${JSON.stringify(event)}\n` : lines.map((line) => `${line}\n`).join(''));
}
