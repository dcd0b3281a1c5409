import { AppError } from '../../contract/errors';
import type { SnapshotId, SnapshotSummary } from '../../contract/snapshot';
import type { BotView } from '../../contract/view';
import { SNAPSHOT_TEXTS } from './snapshot-texts';
import type { Session } from './with-app';

/** Everything that a command about snapshots needs of its session. */
export type SnapshotSession = Pick<Session, 'app' | 'language' | 'reporter' | 'signal' | 'write' | 'json'>;
type BotSession = SnapshotSession & { bot: BotView };

const LEAST_PASSPHRASE = 8;

/** Takes a snapshot and tells what it holds. @returns the exit code */
export async function takeSnapshot(session: BotSession, { mayStop = false }): Promise<0 | 1> {
  const { app, bot, signal, language } = session;
  const taken = await explaining(session, () => app.snapshots.take(bot.id, { mayStop, signal }));
  if (!taken) return 1;
  const texts = SNAPSHOT_TEXTS[language];
  const { id, files, bytes, stoodStillMs, damaged } = taken;
  say(session, { event: 'snapshot', ...taken }, [
    texts.taken(id, files, sizeOf(bytes), stoodStillMs),
    ...(damaged > 0 ? [texts.damaged(damaged)] : []),
  ]);
  return 0;
}

export async function listSnapshots(session: BotSession): Promise<0 | 1> {
  const { app, bot } = session;
  const list = await explaining(session, () => app.snapshots.list(bot.id));
  if (!list) return 1;
  const texts = SNAPSHOT_TEXTS[session.language];
  const line = ({ id, at, reason, bytes }: SnapshotSummary) =>
    texts.row(id, new Date(at).toISOString(), texts.reason[reason], sizeOf(bytes));
  say(session, { event: 'snapshots', list }, list.length === 0 ? [texts.none] : list.map(line));
  return 0;
}

export async function removeSnapshot(session: BotSession, snapshot: SnapshotId): Promise<0 | 1> {
  const { app, bot } = session;
  const done = await explaining(session, async () => {
    await app.snapshots.remove(bot.id, snapshot);
    return true;
  });
  if (!done) return 1;
  say(session, { event: 'removed', snapshot }, [SNAPSHOT_TEXTS[session.language].removed]);
  return 0;
}

/** Restores a snapshot, the newest without one, or with `undo` what was before the last restore; waits for containers. */
export async function restoreSnapshot(
  session: BotSession,
  {
    snapshot,
    undo = false,
    mayStop = false,
  }: { snapshot?: SnapshotId | undefined; undo?: boolean; mayStop?: boolean },
): Promise<0 | 1> {
  const { app, bot, signal } = session;
  const texts = SNAPSHOT_TEXTS[session.language];
  const done = await explaining(session, async () => {
    if (undo) {
      await app.snapshots.undo(bot.id);
      return '';
    }
    const id = snapshot ?? (await app.snapshots.list(bot.id))[0]?.id;
    if (id === undefined) throw new AppError('unknownSnapshot');
    await app.snapshots.restore(bot.id, id, { mayStop, signal });
    return id;
  });
  if (done === undefined) return 1;
  say(session, { event: 'restored', snapshot: done }, [undo ? texts.undone : texts.restored(done)]);
  // What comes up now is left running, not left behind.
  await app.idle();
  return 0;
}

/** Writes a new snapshot, or the one named, as one sealed file. @returns the exit code: 2 for a bad passphrase */
export async function exportFile(
  session: BotSession,
  flags: {
    snapshot?: SnapshotId | undefined;
    to?: string | undefined;
    passphrase: string;
    mayStop?: boolean;
  },
): Promise<0 | 1 | 2> {
  const { app, bot, signal } = session;
  const texts = SNAPSHOT_TEXTS[session.language];
  const { passphrase, to, mayStop = false } = flags;
  if (!isGood(session, passphrase)) return 2;
  const written = await explaining(session, async () => {
    const snapshot = flags.snapshot ?? (await app.snapshots.take(bot.id, { mayStop, signal })).id;
    return app.snapshots.exportFile(bot.id, { snapshot, passphrase, path: to, signal });
  });
  if (!written) return 1;
  const { path, bytes } = written;
  say(session, { event: 'exported', path, bytes }, [
    texts.exported(path, sizeOf(bytes)),
    texts.keepPassphrase,
  ]);
  return 0;
}

/** Takes such a file in; nothing of it runs before it is restored. @returns the exit code: 2 for no passphrase */
export async function importFile(
  session: SnapshotSession,
  path: string,
  passphrase: string,
): Promise<0 | 1 | 2> {
  const { app, signal } = session;
  if (passphrase === '') {
    refuse(session, SNAPSHOT_TEXTS[session.language].needsPassphrase);
    return 2;
  }
  const imported = await explaining(session, () => app.snapshots.importFile({ path, passphrase, signal }));
  if (!imported) return 1;
  say(session, { event: 'imported', ...imported }, [
    SNAPSHOT_TEXTS[session.language].imported(imported.snapshot),
  ]);
  return 0;
}

function isGood(session: SnapshotSession, passphrase: string): boolean {
  const { needsPassphrase, shortPassphrase } = SNAPSHOT_TEXTS[session.language];
  if (passphrase === '') refuse(session, needsPassphrase);
  else if (passphrase.length < LEAST_PASSPHRASE) refuse(session, shortPassphrase);
  else return true;
  return false;
}

function refuse({ reporter }: SnapshotSession, message: string): void {
  reporter.report({ event: 'error', code: 'invalidInput', message });
}

/** Undefined when it was refused, after saying why. Tells how far it is, once for each part of it. */
async function explaining<T>(session: SnapshotSession, work: () => Promise<T>): Promise<T | undefined> {
  const { app, reporter, write, json } = session;
  const texts = SNAPSHOT_TEXTS[session.language];
  await app.engine.look();
  let told = '';
  const stop = app.view.subscribe(({ bots }) => {
    const progress = bots.flatMap(({ snapshots }) => snapshots.progress ?? [])[0];
    const now = progress ? `${texts.phase[progress.phase]} ${progress.service ?? ''}`.trim() : '';
    if (now !== '' && now !== told && !json) write(`${now} …\n`);
    told = now;
  });
  try {
    return await work();
  } catch (error) {
    const message = error instanceof AppError ? texts.failure[error.code] : undefined;
    if (!(error instanceof AppError) || message === undefined) throw error;
    reporter.report({ event: 'error', code: error.code, message });
    return undefined;
  } finally {
    stop();
  }
}

function say({ json, write }: SnapshotSession, event: object, lines: readonly string[]): void {
  write(json ? `${JSON.stringify(event)}\n` : `${lines.join('\n')}\n`);
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
