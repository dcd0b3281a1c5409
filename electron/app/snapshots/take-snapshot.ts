import { join } from 'node:path';
import { AppError } from '../../contract/errors';
import type {
  SnapshotEntry,
  SnapshotId,
  SnapshotManifest,
  SnapshotProgress,
  SnapshotReason,
} from '../../contract/snapshot';
import { type ContainerInfo, type Engine, EngineError } from '../../engine/engine';
import { CUT_SHORT } from '../../lib/tar/read-tar';
import { TarError } from '../../lib/tar/tar-entry';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import type { WishedService } from '../bot/define-services';
import { currentContainer } from '../bot/sights';
import { withCarrier } from './carrier';
import { checkDatabases } from './check-databases';
import { copyArchive, inOrder, ROOT } from './copy-archive';
import { hotPaths } from './hot-paths';
import type { ObjectStore } from './object-store';
import { recordOf } from './restored-record';
import { copyStanding, type MountedVolume } from './standing-copy';

export interface TakeContext {
  runtime: BotRuntime;
  parts: AppParts;
  engine: Engine;
  store: ObjectStore;
  /** For what is only needed on the way. */
  work: string;
}

export interface TakeOptions {
  id: SnapshotId;
  reason: SnapshotReason;
  /** Where nothing can be made to stand still: whether services may be stopped for the copy. */
  mayStop: boolean;
  /** Sums of databases that were found whole before. */
  known: ReadonlySet<string>;
  signal: AbortSignal;
  onProgress: (progress: Pick<SnapshotProgress, 'phase' | 'service'> & { bytes: number }) => void;
}

type Service = SnapshotManifest['services'][number];

/** Files written so short before the copy began may still be being written. */
const RECENT_MS = 5_000;
/** How often a volume is read in use whose archive ends early, because a file in it shrank meanwhile. */
const IN_USE_TRIES = 3;

/**
 * Copies the volumes of all services of a bot while it runs. Each is copied in use first, and stands still only for what
 * could be torn. Nothing names what was stored before the answer is written down.
 * @throws AppError `pauseImpossible` where it would have to be stopped and may not, `disturbed`, `diskFull`,
 * `imageMissing`; EngineError
 */
export async function takeSnapshot(context: TakeContext, options: TakeOptions): Promise<SnapshotManifest> {
  const { runtime, parts, store } = context;
  const services: Service[] = [];
  const entries: SnapshotEntry[] = [];
  for (const wished of runtime.state.wished) {
    options.signal.throwIfAborted();
    const copied = await copyService(context, options, wished).catch((error: unknown) => {
      // Somebody else writes into what was to stand still: a container that shares the volume, or a person.
      if (isCutShort(error)) throw new AppError('disturbed', {}, { cause: error });
      throw error;
    });
    services.push(copied.service);
    entries.push(...copied.entries);
  }
  await store.settle();
  const bot = runtime.record.get();
  return {
    version: 1,
    id: options.id,
    bot: bot.id,
    at: parts.clock.now(),
    reason: options.reason,
    record: recordOf(bot, await parts.routes.load(bot.id)),
    services: services.sort((one, other) => (one.name < other.name ? -1 : 1)),
    entries: entries.sort((one, other) =>
      one.service < other.service ? -1 : one.service > other.service ? 1 : 0,
    ),
  };
}

async function copyService(
  context: TakeContext,
  options: TakeOptions,
  wished: WishedService,
): Promise<{ service: Service; entries: SnapshotEntry[] }> {
  const { definition, volumes: names } = wished;
  const present = new Set(
    (await context.engine.volumes.list(context.runtime.record.get().id)).map(({ name }) => name),
  );
  const kept = definition.volumes
    .filter((volume) => volume.kept !== false && present.has(names[volume.name] ?? ''))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const service: Service = { name: definition.name, image: definition.image, stoodStillMs: 0, databases: [] };
  if (kept.length === 0) return { service, entries: [] };
  const mounted = kept.map(
    (volume): MountedVolume => ({
      source: { service: definition.name, volume: volume.name, path: '' },
      at: volume.path,
      copied: new Map(),
      hot: [],
    }),
  );
  service.stoodStillMs = await copyVolumes(context, options, wished, mounted);
  const entries: SnapshotEntry[] = [];
  for (const { source, copied } of mounted) {
    options.onProgress({ phase: 'checking', service: definition.name, bytes: 0 });
    const databases = await checkDatabases(copied, context.store, {
      work: join(context.work, 'database'),
      known: options.known,
      signal: options.signal,
    });
    for (const { path, state, why } of databases) {
      service.databases.push({ volume: source.volume, path: path.toWellFormed(), state });
      if (why !== undefined) context.parts.log(`snapshot: ${definition.name} ${path} is damaged: ${why}`);
    }
    entries.push(...inOrder(copied.values()));
  }
  return { service, entries };
}

/** Answers how long the service stood still. */
async function copyVolumes(
  context: TakeContext,
  options: TakeOptions,
  wished: WishedService,
  mounted: MountedVolume[],
): Promise<number> {
  const { engine, runtime, parts } = context;
  const { name } = wished.definition;
  const bot = runtime.record.get().id;
  const container = currentContainer(bot, name, await engine.containers.list(bot));
  if (!container) {
    const { image, digest } = wished.definition;
    const volumes = Object.fromEntries(
      mounted.map(({ source: { volume } }) => [volume, wished.volumes[volume] ?? '']),
    );
    await withCarrier(context, { service: name, image, digest, volumes }, options.signal, async (carrier) => {
      const seen = mounted.map((volume) => ({ ...volume, at: carrier.pathOf(volume.source.volume) }));
      await copyAll(context, options, seen, carrier.id);
      for (const [index, { copied }] of seen.entries()) Object.assign(mounted[index] ?? {}, { copied });
    });
    return 0;
  }
  const startedAt = parts.clock.now() + (await engine.info(options.signal)).clockSkewMs;
  if (container.state !== 'running') {
    await copyAll(context, options, mounted, container.id);
    return 0;
  }
  for (const volume of mounted)
    volume.hot = (await copyInUse(context, options, volume, container.id))
      ? hotPaths(volume.copied, (startedAt - RECENT_MS) / 1_000)
      : [{ path: ROOT, isFolder: true }];
  if (mounted.every(({ hot }) => hot.length === 0)) return 0;
  const onBytes = (bytes: number) => options.onProgress({ phase: 'copying', service: name, bytes });
  try {
    return await copyStanding(mounted, container.id, {
      ...context,
      clock: parts.clock,
      work: join(context.work, 'standing'),
      standing: runtime.state.standing,
      signal: options.signal,
      onBytes,
    });
  } catch (error) {
    const kind = error instanceof EngineError ? error.kind : undefined;
    // It has ended since: what does not run need not stand still.
    if (kind === 'notRunning') {
      await copyAll(context, options, mounted, container.id);
      return 0;
    }
    if (kind !== 'noFreezer') throw error;
    if (!options.mayStop) throw new AppError('pauseImpossible', { product: wished.info.product });
    return await copyStopped(context, options, wished, mounted, container);
  }
}

/** Where nothing can be made to stand still: the service is stopped, copied, and started again. */
async function copyStopped(
  context: TakeContext,
  options: TakeOptions,
  { definition: { name } }: WishedService,
  mounted: MountedVolume[],
  container: ContainerInfo,
): Promise<number> {
  const { runtime, parts } = context;
  const since = parts.clock.now();
  runtime.state.held.add(name);
  try {
    await runtime.apply(name);
    await copyAll(context, options, mounted, container.id);
  } finally {
    runtime.state.held.delete(name);
    await runtime.apply(name);
  }
  return parts.clock.now() - since;
}

/** False where it cannot be read while it is in use: all of it has to stand still then. */
async function copyInUse(
  context: TakeContext,
  options: TakeOptions,
  volume: MountedVolume,
  container: string,
): Promise<boolean> {
  for (let tries = 1; tries <= IN_USE_TRIES; tries += 1) {
    try {
      await copyVolume(context, options, volume, container);
      return true;
    } catch (error) {
      if (!isCutShort(error)) throw error;
    }
  }
  return false;
}

async function copyAll(
  context: TakeContext,
  options: TakeOptions,
  mounted: MountedVolume[],
  container: string,
): Promise<void> {
  for (const volume of mounted) await copyVolume(context, options, volume, container);
}

async function copyVolume(
  { engine, store }: TakeContext,
  options: TakeOptions,
  volume: MountedVolume,
  container: string,
): Promise<void> {
  const { service } = volume.source;
  const tar = engine.containers.readArchive(container, volume.at, options.signal);
  volume.copied = await copyArchive(tar, volume.source, store, (bytes) =>
    options.onProgress({ phase: 'copying', service, bytes }),
  );
}

/** An engine ends an archive without its end mark when a file is shorter by then than it was when its turn came. */
function isCutShort(error: unknown): boolean {
  return error instanceof TarError && error.message === CUT_SHORT;
}
