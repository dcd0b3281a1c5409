import { AppError } from '../../contract/errors';
import type { SnapshotManifest } from '../../contract/snapshot';
import type {
  SyncFailure,
  SyncHold,
  SyncProgress,
  SyncRun,
  SyncSettings,
  SyncView,
} from '../../contract/sync';
import type { AppParts } from '../app-parts';
import type { BotRecord } from '../bot/bot-record';
import { objectsOf, type PushResult, type SyncKeys, type SyncTarget } from './repository-sync';
import { isSensitive, onlyParts } from './saved-parts';
import { withCopy } from './saving';
import { dueAt } from './saving-time';
import { SyncError } from './sync-error';
import { failureOf } from './sync-failure';
import { createSyncMemory, EMPTY_MEMORY, type SyncMemory, withRun } from './sync-memory';
import { loadKeys, readBotSecrets, tokenName } from './sync-secrets';

/** Saves one bot to its repository: one run at a time, again and again by the clock. */
export interface BotSaver {
  /** Undefined while the bot is saved nowhere. */
  view(): SyncView | undefined;
  /** Looks whether a run is due, and when the next one will be. Cheap. */
  consider(): void;
  /** Starts a run unless one is under way; what has to be waited for is waited for no longer. @throws AppError `notAllowed`. */
  now(): Promise<void>;
  /** Ends a run that is under way; the next one comes in its time. */
  cancel(): void;
  /** Reads token and history anew, and forgets what went wrong before; notes when a new token ends. */
  reload(news?: { tokenExpiresAt: number | undefined }): Promise<void>;
  /** Has no run under way until `work` is done. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** What the other computer saved, where it has to be chosen between two. */
  conflict(): { commit: string } | undefined;
  /** Forgets all that happened. */
  forget(): Promise<void>;
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface SaverOptions {
  record: BotRecord;
  parts: Pick<AppParts, 'clock' | 'secrets' | 'saving' | 'redactor' | 'log' | 'lookOnly'>;
  isEngineUp: () => boolean;
  onChange: () => void;
}

/** Bytes are told so often. */
const PROGRESS_EVERY_MS = 250;

export function createBotSaver(options: SaverOptions): BotSaver {
  const { record, onChange } = options;
  const { clock, secrets, log, lookOnly, redactor, saving } = options.parts;
  const { repositories } = saving;
  const bot = record.get().id;
  const file = createSyncMemory(saving.dir, bot);
  let memory: SyncMemory = EMPTY_MEMORY;
  let token: SyncView['token'] = 'absent';
  let loaded: Promise<void> | undefined;
  let isLoaded = false;
  let run:
    | { done: Promise<void>; cancel: AbortController; progress: SyncProgress; since: number }
    | undefined;
  let failure: (SyncFailure & { since: number }) | undefined;
  let failures = 0;
  let conflict: { commit: string; device: string; at: number } | undefined;
  let waiting: SyncView['waiting'];
  /** Sums of what the last good run of this process saved. */
  let saved: ReadonlySet<string> | undefined;
  let holders = 0;
  let isClosed = false;
  let cancelWake: (() => void) | undefined;
  /** A bot that was stopped is saved once more. */
  let isSettled = record.get().intent === 'stopped';

  function load(): Promise<void> {
    loaded ??= (async () => {
      memory = await file.load();
      token = await secrets.state(tokenName(bot));
      isLoaded = true;
      onChange();
    })();
    return loaded;
  }

  function holdOf(settings: SyncSettings): SyncHold | undefined {
    const { intent, change, update } = record.get();
    if (settings.keyConfirmedAt === undefined) return 'keyUnconfirmed';
    if (settings.paused) return 'paused';
    if (change) return 'brainChange';
    if (update) return 'update';
    const busy = holders > 0 ? 'restore' : saving.busyWith(bot);
    if (busy) return busy;
    if (intent === 'stopped' && isSettled) return 'botStopped';
    return undefined;
  }

  function nextRun(settings: SyncSettings): number | undefined {
    if (conflict || token !== 'present') return undefined;
    return dueAt({ settings, lastEnd: memory.lastEnd, failure, failures, now: clock.now() });
  }

  function consider(): void {
    const { sync, intent } = record.get();
    if (!sync || isClosed) return;
    if (!isLoaded) return void load().catch((error: unknown) => log(`sync: ${String(error)}`));
    if (intent === 'running') isSettled = false;
    cancelWake?.();
    cancelWake = undefined;
    if (lookOnly || run || holdOf(sync) || !options.isEngineUp()) return;
    const due = nextRun(sync);
    if (due === undefined) return;
    const waitMs = due - clock.now();
    if (waitMs <= 0) void start(sync);
    else cancelWake = clock.after(waitMs, consider);
  }

  function start(settings: SyncSettings): Promise<void> {
    const cancel = new AbortController();
    const since = clock.now();
    const progress: SyncProgress = { phase: 'copying' };
    const { intent } = record.get();
    const done = save(settings, since, cancel.signal)
      .then((outcome) => note(outcome))
      .catch((error: unknown) => log(`sync: not noted, ${String(error)}`))
      .finally(() => {
        run = undefined;
        if (intent === 'stopped') isSettled = true;
        onChange();
        consider();
      });
    run = { done, cancel, progress, since };
    onChange();
    return done;
  }

  /** One run, from the copy to what became of it. Never rejects. */
  async function save(settings: SyncSettings, since: number, signal: AbortSignal): Promise<SyncRun> {
    let copied: SnapshotManifest | undefined;
    const tookMs = () => clock.now() - since;
    try {
      const { target, keys } = await access(settings);
      const result = await withCopy(saving, bot, signal, async (manifest) => {
        copied = onlyParts(manifest, settings.parts);
        return repositories.push({
          target,
          keys,
          device: settings.device,
          manifest: copied,
          secrets: await readBotSecrets(secrets, bot),
          encryption: settings.encryption,
          isSensitive,
          thresholdBytes: settings.thresholdMb * 1_000_000,
          signal,
          onProgress: tell,
        });
      });
      return await settle(settings, result, copied, { at: since, tookMs: tookMs() });
    } catch (error) {
      if (signal.aborted) return { at: since, tookMs: tookMs(), outcome: 'cancelled' };
      return fail(failureOf(error), copied, { at: since, tookMs: tookMs() });
    }
  }

  async function access(settings: SyncSettings): Promise<{ target: SyncTarget; keys: SyncKeys }> {
    const { repository, branch } = settings;
    const secret = await secrets.get(tokenName(bot));
    token = secret === undefined ? await secrets.state(tokenName(bot)) : 'present';
    if (secret === undefined) throw new SyncError('syncTokenRefused');
    const keys = await loadKeys(secrets, bot);
    if (!keys) throw new SyncError('syncKeyLost');
    return { target: { repository, branch, token: secret }, keys };
  }

  async function settle(
    settings: SyncSettings,
    result: PushResult,
    copied: SnapshotManifest | undefined,
    times: Pick<SyncRun, 'at' | 'tookMs'>,
  ): Promise<SyncRun> {
    if (result.kind === 'failed') return fail(result.failure, copied, times);
    if (result.kind === 'conflict') {
      const { commit, device, at } = result;
      conflict = { commit, device, at };
      return fail({ code: 'syncConflict', params: { device, at }, evidence: [] }, copied, times);
    }
    failure = undefined;
    failures = 0;
    conflict = undefined;
    waiting = undefined;
    if (copied) {
      saved = objectsOf(copied);
      memory = { ...memory, savedBytes: sizeOf(copied, () => true).bytes };
    }
    if (result.kind === 'nothing') return { ...times, outcome: 'unchanged' };
    if (result.repository !== settings.repository)
      await record.update((current) =>
        current.sync ? { ...current, sync: { ...current.sync, repository: result.repository } } : current,
      );
    return { ...times, outcome: 'saved', bytes: result.bytesSent, files: result.files };
  }

  function fail(
    found: SyncFailure,
    copied: SnapshotManifest | undefined,
    times: Pick<SyncRun, 'at' | 'tookMs'>,
  ): SyncRun {
    failures += 1;
    failure = {
      ...found,
      evidence: found.evidence.map(redactor.redact),
      since: failure?.code === found.code ? failure.since : times.at,
    };
    if (copied) waiting = sizeOf(copied, (sum) => !saved?.has(sum));
    return { ...times, outcome: 'failed', code: found.code };
  }

  async function note(outcome: SyncRun): Promise<void> {
    memory = withRun(memory, outcome);
    await file.save(memory);
  }

  let toldAt = 0;
  function tell(progress: SyncProgress): void {
    if (!run) return;
    const isNews = progress.phase !== run.progress.phase;
    run.progress = progress;
    if (!isNews && Math.abs(clock.now() - toldAt) < PROGRESS_EVERY_MS) return;
    toldAt = clock.now();
    onChange();
  }

  async function stopRun(): Promise<void> {
    run?.cancel.abort();
    await run?.done;
  }

  return {
    consider,
    conflict: () => conflict && { commit: conflict.commit },
    view() {
      const { sync } = record.get();
      if (!sync || !isLoaded) return undefined;
      const hold = run ? undefined : holdOf(sync);
      const next = hold || run || !options.isEngineUp() ? undefined : nextRun(sync);
      const { lastSuccess, savedBytes, tokenExpiresAt } = memory;
      return {
        settings: sync,
        token,
        ...(tokenExpiresAt === undefined ? {} : { tokenExpiresAt }),
        ...(run ? { running: { ...run.progress, since: run.since } } : {}),
        ...(hold ? { hold } : {}),
        ...(lastSuccess === undefined ? {} : { lastSuccess }),
        ...(next === undefined ? {} : { nextRun: next }),
        ...(waiting ? { waiting } : {}),
        ...(savedBytes === undefined ? {} : { savedBytes }),
        sentBytes: memory.sentBytes,
        ...(failure ? { failure } : {}),
        ...(conflict ? { conflict: { device: conflict.device, at: conflict.at } } : {}),
        runs: memory.runs,
      };
    },
    async now() {
      await load();
      const { sync } = record.get();
      const hold = sync && holdOf(sync);
      const mayRun = hold === undefined || hold === 'paused' || hold === 'botStopped';
      if (!sync || !mayRun || conflict || lookOnly) throw new AppError('notAllowed');
      await (run?.done ?? start(sync));
    },
    cancel: () => run?.cancel.abort(),
    async reload(news) {
      await stopRun();
      await load();
      if (news) {
        memory = { ...memory, tokenExpiresAt: news.tokenExpiresAt };
        await file.save(memory);
      }
      loaded = undefined;
      failure = undefined;
      failures = 0;
      conflict = undefined;
      await load();
      consider();
    },
    async hold(work) {
      holders += 1;
      try {
        await stopRun();
        return await work();
      } finally {
        holders -= 1;
        onChange();
        consider();
      }
    },
    async forget() {
      await stopRun();
      memory = EMPTY_MEMORY;
      failure = undefined;
      failures = 0;
      conflict = undefined;
      waiting = undefined;
      saved = undefined;
      loaded = undefined;
      isLoaded = false;
      await file.forget();
    },
    async idle() {
      while (run) await run.done;
    },
    async close() {
      isClosed = true;
      cancelWake?.();
      await stopRun();
    },
  };
}

/** What a copy holds of sums that are asked for. */
function sizeOf(
  { entries }: SnapshotManifest,
  counts: (sha256: string) => boolean,
): { bytes: number; files: number } {
  let bytes = 0;
  let files = 0;
  for (const entry of entries) {
    if (entry.type !== 'file' || !counts(entry.sha256)) continue;
    bytes += entry.size;
    files += 1;
  }
  return { bytes, files };
}
