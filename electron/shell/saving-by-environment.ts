import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../app/api';
import type { SyncEnvironment } from '../app/sync/from-environment';
import { AppError } from '../contract/errors';
import type { BotId } from '../contract/ids';
import { type SyncProblem, SyncRestore, type SyncRun, SyncSetUp, type SyncView } from '../contract/sync';
import type { BotView } from '../contract/view';
import { codeOf, writeFileAtomic } from '../lib/atomic-file';
import type { Clock } from '../lib/clock';

/** What is told on the way; words for each are in `saving-texts.ts`. */
export type SavingEvent =
  | { kind: 'bringingBack' | 'setUp'; repository: string }
  /** A bot is saved there, and nothing says what opens it. */
  | { kind: 'keyNeeded'; repository: string }
  /** Saving waits for the recovery key to be written down and entered again, in the page or the terminal. */
  | { kind: 'keyUnconfirmed' }
  /** The bot is saved to another repository than the environment says; nothing was changed. */
  | { kind: 'elsewhere'; repository: string }
  | { kind: 'failed'; error: unknown };

export interface EnvironmentSaverOptions {
  app: App;
  wish: SyncEnvironment;
  /** Where the recovery key is read from, and written to once when there is none yet. */
  keyFile: string | undefined;
  /** Shows a new recovery key to whoever sits there, and has it entered again; left out where nobody does. */
  confirm?: ((recoveryKey: string, enter: (key: string) => Promise<void>) => Promise<void>) | undefined;
  clock: Clock;
  tell: (event: SavingEvent) => void;
}

export interface EnvironmentSaver {
  /** Where no bot was set up yet and one is saved there: brings it back. */
  bringBack(): Promise<BotId | undefined>;
  /** From now on a bot that answers is saved as the environment says. The answer ends that. */
  follow(): () => void;
  /** Both, for a program that goes on running; what goes wrong is told. */
  run(): Promise<void>;
  /** For one that ends: sets saving up for a bot that answers, and saves it. */
  once(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

const AGAIN_MS = 180_000;

/** Does with the app's own calls what the environment of a server says about saving. */
export function createEnvironmentSaver(options: EnvironmentSaverOptions): EnvironmentSaver {
  const { app, wish, keyFile, clock, tell } = options;
  const { repository, branch, token, settings } = wish;
  let under: Promise<unknown> = Promise.resolve();
  let isSettled = false;
  let cancelAgain = () => {};
  let lastRun = app.view.get().bots[0]?.sync?.runs[0]?.at ?? 0;
  let isReady = false;
  let hasGivenToken = false;

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = under.then(work);
    under = next.catch(() => {});
    return next;
  };

  async function bringBack(): Promise<BotId | undefined> {
    if (wish.readinessFile !== undefined) await rm(wish.readinessFile, { force: true });
    if (app.view.get().bots.some(({ stack }) => stack !== undefined)) return undefined;
    const source = { token, repository, branch };
    const { content } = await app.sync.checkRepository(source);
    if (content !== 'ours') return undefined;
    const recoveryKey = await readKey(keyFile);
    if (recoveryKey === undefined) {
      tell({ kind: 'keyNeeded', repository });
      return undefined;
    }
    tell({ kind: 'bringingBack', repository });
    await app.engine.look();
    await app.idle();
    return app.sync.restore(SyncRestore.parse({ source, recoveryKey }));
  }

  /** Makes the bot's saving what the environment says; once, unless that fails. */
  async function settle(bot: BotView): Promise<void> {
    const { id, sync } = bot;
    if (sync && sync.settings.repository.toLowerCase() !== repository.toLowerCase()) {
      tell({ kind: 'elsewhere', repository: sync.settings.repository });
      return;
    }
    if (!sync) await setUp(id);
    else if (wantsToken(sync)) await app.sync.setToken(id, token);
    if (Object.keys(settings).length > 0) await app.sync.patch(id, settings);
  }

  async function setUp(id: BotId): Promise<void> {
    const wanted = { token, repository: { kind: 'existing', name: repository }, branch };
    const { recoveryKey } = await app.sync.setUp(id, SyncSetUp.parse(wanted));
    tell({ kind: 'setUp', repository });
    const enter = (key: string) => app.sync.confirmKey(id, key);
    if (keyFile !== undefined) {
      // A file that is there already may hold the key of something else.
      await writeFile(keyFile, `${recoveryKey}\n`, { mode: 0o600, flag: 'wx' });
      await enter((await readKey(keyFile)) ?? '');
    } else if (options.confirm) await options.confirm(recoveryKey, enter);
    else tell({ kind: 'keyUnconfirmed' });
  }

  function look(): void {
    const [bot, ...others] = app.view.get().bots;
    if (!bot || others.length > 0) return;
    // The token that is kept has stopped working: the environment may name a newer one.
    if (isSettled && !hasGivenToken && bot.sync && wantsToken(bot.sync)) {
      hasGivenToken = true;
      isSettled = false;
    }
    if (!isSettled && !bot.settingUp && !app.view.get().restoring) {
      isSettled = true;
      inTurn(() => settle(bot)).catch((error: unknown) => {
        tell({ kind: 'failed', error });
        if (isForGood(error)) return;
        cancelAgain = clock.after(AGAIN_MS, () => {
          isSettled = false;
          look();
        });
      });
    }
    if (!isReady && isAnswering(bot) && !app.view.get().restoring) {
      isReady = true;
      const { readinessFile } = wish;
      if (readinessFile !== undefined)
        void inTurn(() =>
          writeFileAtomic(readinessFile, `${new Date(clock.now()).toISOString()}\n`, 0o644),
        ).catch((error: unknown) => tell({ kind: 'failed', error }));
    }
    const news = (bot.sync?.runs ?? []).filter(({ at }) => at > lastRun).reverse();
    for (const run of news) {
      lastRun = run.at;
      const evidence = run.code ? (bot.sync?.failure?.evidence ?? []) : [];
      void inTurn(() => writeLog(wish.logDir, run, evidence)).catch((error: unknown) =>
        tell({ kind: 'failed', error }),
      );
    }
  }

  const saver: EnvironmentSaver = {
    bringBack: () => inTurn(bringBack),
    follow() {
      const unsubscribe = app.view.subscribe(look);
      look();
      return () => {
        unsubscribe();
        cancelAgain();
      };
    },
    async run() {
      await saver.bringBack().catch((error: unknown) => tell({ kind: 'failed', error }));
      saver.follow();
    },
    async once() {
      const stop = saver.follow();
      await under;
      await app.idle();
      const bot = app.view.get().bots[0];
      if (bot?.sync && bot.sync.hold === undefined)
        await app.sync.now(bot.id).catch((error: unknown) => tell({ kind: 'failed', error }));
      await app.idle();
      look();
      await under;
      stop();
    },
    async idle() {
      await under;
    },
  };
  return saver;
}

/** Whether it answers; whether it is saved is another matter. */
function isAnswering({ chain }: BotView): boolean {
  return chain.length > 0 && chain.every(({ id, state }) => id === 'sync' || state.kind === 'ok');
}

const TOKEN_PROBLEMS: readonly SyncProblem[] = [
  'syncTokenRefused',
  'syncForbidden',
  'syncRepositoryMissing',
  'syncSso',
];

function wantsToken({ token, failure }: SyncView): boolean {
  return token !== 'present' || (failure !== undefined && TOKEN_PROBLEMS.includes(failure.code));
}

/** What no waiting changes: somebody has to change the environment or the repository. */
function isForGood(error: unknown): boolean {
  if (codeOf(error) === 'EEXIST') return true;
  if (!(error instanceof AppError)) return false;
  const { problem } = error.params;
  return (
    error.code !== 'syncRefused' || !['syncOffline', 'syncRateLimited', 'syncProxy'].includes(String(problem))
  );
}

async function readKey(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** `backup.log` and `backup.err`, as the older tool names them. */
async function writeLog(
  folder: string | undefined,
  run: SyncRun,
  evidence: readonly string[],
): Promise<void> {
  if (folder === undefined) return;
  const { at, tookMs, outcome, bytes, files, code } = run;
  const words = [
    outcome,
    code,
    files !== undefined && `files=${files}`,
    bytes !== undefined && `bytes=${bytes}`,
  ];
  const line = [`[${new Date(at).toISOString()}]`, ...words.filter(Boolean), `ms=${tookMs}`].join(' ');
  await mkdir(folder, { recursive: true });
  await appendFile(join(folder, 'backup.log'), `${line}\n`, { mode: 0o600 });
  if (code === undefined) return;
  const all = [line, ...evidence.map((each) => `  ${each}`)];
  await appendFile(join(folder, 'backup.err'), `${all.join('\n')}\n`, { mode: 0o600 });
}
