import type { World } from '../../chain/world';
import { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import type { SnapshotId, SnapshotManifest } from '../../contract/snapshot';
import { type RestoreView, type SyncRestore, SyncSettings } from '../../contract/sync';
import { createValue, type Readable } from '../../lib/value';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import type { UpdateHold } from '../update/update-hold';
import { deviceName } from './device-name';
import type { Restored, SyncTarget } from './repository-sync';
import { asRefusal } from './sync-failure';
import { keysName, tokenName } from './sync-secrets';

/** Brings bots back from repositories: one at a time, and as a whole or not at all. */
export interface BringBack {
  /** Present while one is under way. */
  readonly view: Readable<RestoreView | undefined>;
  restore(input: SyncRestore): Promise<BotId>;
  /** Out of a file that a snapshot was saved as. */
  restoreFile(input: { path: string; passphrase: string }): Promise<BotId>;
  /** Anything else that brings a bot here, with its progress told and `cancel` to end it. */
  alone<T>(work: (way: ArrivalWay) => Promise<T>): Promise<T>;
  cancel(): void;
  close(): Promise<void>;
}

/** What helps a bot to get here. */
export interface ArrivalWay {
  signal: AbortSignal;
  tell(progress: RestoreView['progress']): void;
  /** Puts a snapshot that was taken in into place, and starts the bot with it once `finish` has run. */
  layOut(
    bot: BotId,
    snapshot: SnapshotId,
    signal: AbortSignal,
    finish: (runtime: BotRuntime) => Promise<void>,
  ): Promise<void>;
}

export function createBringBack(
  runtimeOf: (bot: BotId) => BotRuntime,
  parts: Pick<AppParts, 'secrets' | 'redactor' | 'clock' | 'saving' | 'log'>,
  hold: Pick<UpdateHold, 'during'>,
): BringBack {
  const { secrets, redactor, clock, saving } = parts;
  const { repositories, snapshots } = saving;
  const view = createValue<RestoreView | undefined>(undefined);
  let under: { cancel: AbortController; done: Promise<unknown> } | undefined;

  const tell = (progress: RestoreView['progress']) => {
    const { since = clock.now() } = view.get() ?? {};
    view.set({ since, progress });
  };

  async function restore(input: SyncRestore, signal: AbortSignal): Promise<BotId> {
    const target: SyncTarget = { ...input.source, token: input.source.token.trim() };
    const recoveryKey = input.recoveryKey.trim();
    redactor.add(target.token);
    redactor.add(recoveryKey);
    if ((await repositories.recipientOf(recoveryKey)) === undefined) throw new AppError('recoveryKeyWrong');
    tell({ phase: 'downloading' });
    return snapshots.holding(async () => {
      const restored = await repositories.restore({
        target,
        key: recoveryKey,
        commit: input.generation,
        signal,
        onProgress: tell,
      });
      const { bot, snapshot } = await snapshots.importManifest(restored.manifest, {
        bot: input.bot,
        secrets: withoutOwner(restored),
      });
      await layOut(bot, snapshot, signal, (runtime) => goOnSaving(runtime, target, restored));
      return bot;
    });
  }

  async function restoreFile(
    input: { path: string; passphrase: string },
    signal: AbortSignal,
  ): Promise<BotId> {
    tell({ phase: 'verifying' });
    const { bot, snapshot } = await snapshots.importFile({ ...input, signal });
    await layOut(bot, snapshot, signal, async ({ record }) => {
      await record.update((current) => ({ ...current, intent: 'running' }));
    });
    return bot;
  }

  async function layOut(
    bot: BotId,
    snapshot: SnapshotId,
    signal: AbortSignal,
    finish: (runtime: BotRuntime) => Promise<void>,
  ): Promise<void> {
    const runtime = runtimeOf(bot);
    await runtime.saver.hold(async () => {
      await waitForImages(runtime, await snapshots.manifest(bot, snapshot), signal);
      tell({ phase: 'writing' });
      await snapshots.restore(bot, snapshot, { mayStop: true, signal });
      tell({ phase: 'finishing' });
      await finish(runtime);
      runtime.state.secrets = {};
      await runtime.saver.reload();
    });
    // Whoever waits does not wait for the containers as well.
    runtime.refresh().catch((error: unknown) => parts.log(`restore: ${String(error)}`));
  }

  /** What the data is laid out by; the bot itself lies still until it is there. */
  async function waitForImages(
    runtime: BotRuntime,
    manifest: SnapshotManifest,
    signal: AbortSignal,
  ): Promise<void> {
    const from = Bot.safeParse(manifest.record);
    if (!from.success) throw new AppError('snapshotDamaged', {}, { cause: from.error });
    const { name, stack, model } = from.data;
    if (runtime.record.get().stack === undefined)
      await runtime.record.update((bot) => ({ ...bot, name, stack, model, intent: 'stopped' }));
    await runtime.refresh();
    await runtime.until(({ images }) => {
      const isThere = images.length > 0 && images.every(({ state }) => state.kind === 'present');
      if (!isThere) tell({ phase: 'pulling', ...pulledBytes(images) });
      return isThere;
    }, signal);
  }

  /** The repository is where it goes on being saved. */
  async function goOnSaving(runtime: BotRuntime, target: SyncTarget, restored: Restored): Promise<void> {
    const { id } = runtime.record.get();
    await secrets.set(tokenName(id), target.token);
    await secrets.set(keysName(id), JSON.stringify(restored.keys));
    await repositories.forget(id);
    await repositories.takeOver(id, target, restored.commit);
    const before = SyncSettings.safeParse(restored.manifest.record['sync']).data;
    await runtime.record.update((current) => ({
      ...current,
      intent: 'running',
      sync: SyncSettings.parse({
        ...before,
        repository: target.repository,
        branch: target.branch,
        device: deviceName(),
        paused: false,
        keyConfirmedAt: clock.now(),
      }),
    }));
  }

  async function alone<T>(work: (way: ArrivalWay) => Promise<T>): Promise<T> {
    if (under) throw new AppError('busy');
    const cancel = new AbortController();
    const done = hold.during(() => work({ signal: cancel.signal, tell, layOut }));
    under = { cancel, done };
    try {
      return await done;
    } catch (error) {
      throw cancel.signal.aborted ? new AppError('cancelled', {}, { cause: error }) : asRefusal(error);
    } finally {
      under = undefined;
      view.set(undefined);
    }
  }

  return {
    view,
    restore: (input) => alone(({ signal }) => restore(input, signal)),
    restoreFile: (input) => alone(({ signal }) => restoreFile(input, signal)),
    alone,
    cancel: () => under?.cancel.abort(),
    async close() {
      under?.cancel.abort();
      await under?.done.catch(() => {});
    },
  };
}

/** Secrets by what they are of the bot, whatever its id was. */
function withoutOwner({ manifest, secrets }: Restored): Record<string, string> {
  const prefix = `bot.${manifest.bot}.`;
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function pulledBytes(images: World['images']): { doneBytes?: number } {
  const doneBytes = images.reduce(
    (sum, { state }) => sum + (state.kind === 'pulling' ? (state.progress.doneBytes ?? 0) : 0),
    0,
  );
  return doneBytes === 0 ? {} : { doneBytes };
}
