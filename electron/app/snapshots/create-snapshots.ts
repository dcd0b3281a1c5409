import { join } from 'node:path';
import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import type { SnapshotManifest, SnapshotReason, SnapshotSummary } from '../../contract/snapshot';
import type { Engine } from '../../engine/engine';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import type { UpdateHold } from '../update/update-hold';
import { removeCarriers } from './carrier';
import { createObjectStore } from './create-object-store';
import { createDaily } from './daily';
import { createExports } from './exports';
import { putBackService, restoreSnapshot, undoRestore } from './restore-snapshot';
import { readSnapshotFile } from './snapshot-file';
import { createSnapshotShelf, newSnapshotId, summarise } from './snapshot-shelf';
import { createSnapshotTasks, type UnderWay } from './snapshot-tasks';
import type { Snapshots } from './snapshots-calls';
import { sweepVolumes } from './switch-data';
import { type TakeContext, takeSnapshot } from './take-snapshot';

export interface SnapshotsOptions {
  /** The data directory. */
  dir: string;
  parts: AppParts;
  /** @throws AppError `unknownBot` */
  runtime: (bot: BotId) => BotRuntime;
  runtimes: () => readonly BotRuntime[];
  /** A bot for what comes from outside: that of the id, one that was not set up yet, or a new one. */
  adopt: (wish: BotId) => Promise<BotId>;
  /** Keeps updates away. */
  hold: Pick<UpdateHold, 'during'>;
}

/** What was before a restore can be had back for so long after all is well again. */
const UNDO_MS = 24 * 3_600_000;

export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { dir, parts, runtime } = options;
  const { clock, log } = parts;
  const folder = join(dir, 'snapshots');
  const objects = createObjectStore(join(folder, 'objects'));
  const shelf = createSnapshotShelf(folder);
  const exports = createExports({ folder: join(dir, 'exports'), shelf, objects, secrets: parts.secrets });
  const tasks = createSnapshotTasks(clock, (bot) => void tellView(bot));
  const daily = createDaily({
    clock,
    log,
    runtimes: options.runtimes,
    isBusy: tasks.isBusy,
    lastOf: async (bot) => (await shelf.names(bot)).find(({ reason }) => reason === 'daily')?.at,
    take: (bot) => snapshots.take(bot, { reason: 'daily' }),
    onFailure: (bot, failure) => {
      runtime(bot).state.snapshots.failure = failure;
      void tellView(bot);
    },
  });
  /** Sums of databases that were found whole, by bot. */
  const known = new Map<BotId, ReadonlySet<string>>();
  let holders = 0;
  let isSweepDue = false;
  const sweeping = new Set<Promise<unknown>>();

  async function tellView(bot: BotId): Promise<void> {
    const at = options.runtimes().find(({ record }) => record.get().id === bot);
    if (!at) return;
    // What cannot be listed is told where it is asked for.
    const names = await shelf.names(bot).catch(() => []);
    const progress = tasks.progress(bot);
    const { failure } = at.state.snapshots;
    at.state.snapshots = {
      count: names.length,
      ...(names[0] ? { lastAt: names[0].at } : {}),
      ...(progress ? { progress } : {}),
      ...(failure ? { failure } : {}),
    };
    at.touch();
  }

  async function engine(): Promise<Engine> {
    if (parts.lookOnly) throw new AppError('notAllowed');
    // Right after the start the first look is still under way.
    if (parts.engineWatch.probe.get() === undefined) await parts.engineWatch.look();
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running') throw new AppError('engineUnavailable');
    return probe.engine;
  }

  async function context(bot: BotId): Promise<TakeContext> {
    const at = runtime(bot);
    return { runtime: at, parts, engine: await engine(), store: objects, work: join(folder, 'work', bot) };
  }

  async function holding<T>(work: () => Promise<T>): Promise<T> {
    holders += 1;
    try {
      return await work();
    } finally {
      holders -= 1;
      if (holders === 0 && isSweepDue) startSweep();
    }
  }

  /** Now, or when nobody puts anything in any more. */
  function startSweep(): void {
    isSweepDue = holders > 0;
    if (isSweepDue) return;
    const sweep = shelf
      .named()
      .then((named) => (named ? objects.sweep(named) : 0))
      .catch((error: unknown) => log(`snapshot: not swept, ${String(error)}`));
    sweeping.add(sweep);
    void sweep.finally(() => sweeping.delete(sweep));
  }

  const settled = async () => {
    await Promise.all(sweeping);
  };

  async function takeNow(
    at: TakeContext,
    reason: SnapshotReason,
    mayStop: boolean,
    under: UnderWay,
  ): Promise<SnapshotManifest> {
    const bot = at.runtime.record.get().id;
    const [last] = await shelf.list(bot);
    under.tell({ phase: 'copying', bytes: 0, ...(last ? { totalBytes: last.bytes } : {}) });
    const manifest = await takeSnapshot(at, {
      id: newSnapshotId(clock.now()),
      reason,
      mayStop,
      known: known.get(bot) ?? new Set(),
      signal: under.signal,
      onProgress: under.tell,
    });
    await shelf.save(manifest);
    known.set(bot, wholeDatabases(manifest));
    await keepSome(at.runtime.record.get(), reason);
    return manifest;
  }

  async function keepSome({ id, snapshots: { keep }, restored }: Bot, reason: SnapshotReason): Promise<void> {
    const old = (await shelf.names(id)).filter((each) => each.reason === reason).slice(keep);
    for (const each of old) if (each.id !== restored?.snapshot) await shelf.remove(id, each.id);
    if (old.length > 0) startSweep();
  }

  const snapshots: Snapshots = {
    objects,
    holding,
    list: async (bot) => shelf.list(runtime(bot).record.get().id),
    manifest: (bot, id) => shelf.load(bot, id),
    take: (bot, { reason = 'asked', mayStop = false, signal } = {}) =>
      tasks.run(bot, 'take', signal, (under) =>
        holding(async (): Promise<SnapshotSummary> => {
          const at = await context(bot);
          await settled();
          const manifest = await takeNow(at, reason, mayStop, under);
          delete at.runtime.state.snapshots.failure;
          return summarise(manifest);
        }),
      ),
    restore: (bot, id, { mayStop = false, signal } = {}) =>
      options.hold.during(() =>
        tasks.run(bot, 'restore', signal, (under) =>
          holding(async () => {
            const at = await context(bot);
            const { stack, change, update, arriving } = at.runtime.record.get();
            if (change || update) throw new AppError('busy');
            await settled();
            const manifest = await shelf.load(bot, id);
            // What is only just arriving was nothing before.
            if (stack && !arriving) await takeNow(at, 'restore', mayStop, under);
            const { bytes: totalBytes } = summarise(manifest);
            await restoreSnapshot(at, manifest, {
              signal: under.signal,
              onProgress: (progress) => under.tell({ ...progress, totalBytes }),
            });
          }),
        ),
      ),
    putBack: (bot, id, service, signal) =>
      tasks.run(bot, 'restore', signal, (under) =>
        holding(async () => {
          const at = await context(bot);
          await settled();
          await putBackService(at, await shelf.load(bot, id), service, {
            signal: under.signal,
            onProgress: under.tell,
          });
          await at.runtime.define();
        }),
      ),
    async clear(bot) {
      if (tasks.isBusy(bot) || parts.lookOnly) return;
      await sweepVolumes({ runtime: runtime(bot), parts, engine: await engine() });
    },
    undo: (bot) =>
      options.hold.during(() =>
        tasks.run(bot, 'undo', undefined, async (under) => {
          const at = await context(bot);
          const { restored, update } = at.runtime.record.get();
          if (update) throw new AppError('busy');
          if (!restored) throw new AppError('notAllowed');
          under.tell({ phase: 'switching', bytes: 0 });
          await undoRestore(at);
        }),
      ),
    async remove(bot, id) {
      await shelf.remove(runtime(bot).record.get().id, id);
      startSweep();
      await settled();
      await tellView(bot);
    },
    async verify(bot, id, signal) {
      for (const entry of (await shelf.load(bot, id)).entries) {
        signal?.throwIfAborted();
        if (entry.type === 'file' && !(await objects.verify(entry.sha256))) return false;
      }
      return true;
    },
    cancel: (bot) => tasks.cancel(bot),
    async settings(bot, patch) {
      await runtime(bot).record.update((current) => ({
        ...current,
        snapshots: { ...current.snapshots, ...patch },
      }));
      daily.look();
      runtime(bot).touch();
    },
    exportFile: (bot, wish) =>
      tasks.run(bot, 'export', wish.signal, (under) => exports.write(bot, wish, under)),
    findExport: exports.find,
    importFile: ({ path, passphrase, signal }) =>
      holding(async () => {
        if (parts.lookOnly) throw new AppError('notAllowed');
        try {
          const read = await readSnapshotFile({ path, passphrase, objects, signal });
          return await snapshots.importManifest(read.manifest, { secrets: read.secrets });
        } catch (error) {
          startSweep();
          throw error;
        }
      }),
    importManifest: (manifest, { bot, secrets = {} } = {}) =>
      holding(async () => {
        for (const entry of manifest.entries) {
          if (entry.type === 'file' && !(await objects.has(entry.sha256)))
            throw new AppError('snapshotDamaged');
        }
        const id = await options.adopt(bot ?? manifest.bot);
        for (const [name, value] of Object.entries(secrets)) {
          parts.redactor.add(value);
          await parts.secrets.set(`bot.${id}.${name}`, value);
        }
        await objects.settle();
        await shelf.save({ ...manifest, bot: id, reason: 'import' });
        await tellView(id);
        return { bot: id, snapshot: manifest.id };
      }),
    async recover(at) {
      const bot = at.record.get().id;
      await tellView(bot);
      if (parts.lookOnly || tasks.isBusy(bot)) return;
      if (parts.engineWatch.probe.get()?.kind !== 'running') return;
      const here = await engine();
      for (const { id, state } of await here.containers.list(bot)) {
        if (state === 'paused') await here.containers.unpause(id);
      }
      await removeCarriers(here, at);
      await sweepVolumes({ runtime: at, parts, engine: here });
    },
    look(bots) {
      for (const { id, tone } of bots) {
        const at = options.runtimes().find(({ record }) => record.get().id === id);
        if (at && tone === 'ok') void noteGreen(at).catch((error) => log(`snapshot: ${String(error)}`));
      }
      daily.look();
    },
    async tidy() {
      startSweep();
      await settled();
    },
    async forget(bot) {
      await tasks.cancel(bot);
      await shelf.removeAll(bot);
      startSweep();
      await settled();
    },
    async idle() {
      await daily.idle();
      await tasks.idle();
      await settled();
    },
    async close() {
      daily.close();
      for (const at of options.runtimes()) await tasks.cancel(at.record.get().id);
      await settled();
    },
  };

  /** Once all has been well for long enough, what was before the restore goes. */
  async function noteGreen({ record, ...at }: BotRuntime): Promise<void> {
    const { id, restored } = record.get();
    if (!restored || parts.lookOnly || tasks.isBusy(id)) return;
    const { greenAt } = restored;
    if (greenAt === undefined) {
      await record.update((bot) =>
        bot.restored
          ? { ...bot, restored: { ...bot.restored, greenAt: bot.restored.greenAt ?? clock.now() } }
          : bot,
      );
      await sweepVolumes({ runtime: { record, ...at }, parts, engine: await engine() });
    } else if (clock.now() - greenAt >= UNDO_MS) {
      await record.update(({ restored: _, ...bot }) => bot);
      await sweepVolumes({ runtime: { record, ...at }, parts, engine: await engine() });
    }
  }

  return snapshots;
}

function wholeDatabases({ services, entries }: SnapshotManifest): ReadonlySet<string> {
  const whole = new Set(
    services.flatMap(({ name, databases }) =>
      databases
        .filter(({ state }) => state === 'whole')
        .map(({ volume, path }) => `${name} ${volume} ${path}`),
    ),
  );
  return new Set(
    entries.flatMap((entry) =>
      entry.type === 'file' && whole.has(`${entry.service} ${entry.volume} ${entry.path}`)
        ? [entry.sha256]
        : [],
    ),
  );
}
