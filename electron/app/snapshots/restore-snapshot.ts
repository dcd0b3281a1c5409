import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import type { VolumeGenerations } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { ServiceName } from '../../contract/ids';
import type { SnapshotEntry, SnapshotManifest, SnapshotProgress } from '../../contract/snapshot';
import { EngineError, LABELS } from '../../engine/engine';
import { nameFromBytes } from '../../lib/tar/odd-names';
import { type WrittenEntry, writeTar } from '../../lib/tar/write-tar';
import { volumeName } from '../../plan/names';
import type { ServiceInfo } from '../../services/roles';
import { allPartsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import { volumeKey } from '../bot/define-services';
import { withCarrier } from './carrier';
import { ROOT } from './copy-archive';
import { readRecord, readRoutes, restoredRecord, undoneRecord } from './restored-record';
import { randomLetters } from './snapshot-shelf';
import { switchData } from './switch-data';
import type { TakeContext } from './take-snapshot';

export interface RestoreOptions {
  signal: AbortSignal;
  onProgress: (progress: Pick<SnapshotProgress, 'phase' | 'service'> & { bytes: number }) => void;
}

/**
 * Fills fresh volumes with what a snapshot holds while the bot runs on, and puts them in the place of the old ones by
 * one change of the bot's record. Before that change nothing of the bot is touched; after it, everything is new.
 * @throws AppError `snapshotDamaged`, `snapshotNewer`, `imageMissing`, `engineUnavailable`; EngineError `diskFull`
 */
export async function restoreSnapshot(
  context: TakeContext,
  manifest: SnapshotManifest,
  options: RestoreOptions,
): Promise<void> {
  const { parts, runtime } = context;
  const record = readRecord(manifest);
  const routes = readRoutes(manifest.record);
  const stack = record.stack && STACKS[record.stack];
  if (!stack) throw new AppError('snapshotDamaged');
  await verifyObjects(context, manifest.entries, options);

  const filled: string[] = [];
  const volumes: VolumeGenerations = {};
  try {
    const generation = randomLetters();
    for (const { service } of allPartsOf(stack))
      Object.assign(volumes, await fillService(context, manifest, service, generation, filled, options));
    options.signal.throwIfAborted();
    options.onProgress({ phase: 'switching', bytes: 0 });
    const before = await parts.routes.load(runtime.record.get().id);
    await withRoutes(context, routes, () =>
      switchData(context, (current) =>
        restoredRecord(current, record, manifest, { volumes, routes: before, now: parts.clock.now() }),
      ),
    );
  } catch (error) {
    await removeVolumes(context, filled);
    throw error;
  }
}

/**
 * Fills fresh volumes with the data of one service, which does not run, and has the bot's record name them.
 * @throws as `restoreSnapshot`
 */
export async function putBackService(
  context: TakeContext,
  manifest: SnapshotManifest,
  name: ServiceName,
  options: RestoreOptions,
): Promise<void> {
  const { runtime } = context;
  const service = runtime.state.wished.find(({ definition }) => definition.name === name)?.info;
  if (!service) throw new AppError('unknownService', { service: name });
  const entries = manifest.entries.filter((entry) => entry.service === name);
  await verifyObjects(context, entries, options);
  const filled: string[] = [];
  try {
    const volumes = await fillService(context, manifest, service, randomLetters(), filled, options);
    await runtime.record.update((current) => ({ ...current, volumes: { ...current.volumes, ...volumes } }));
  } catch (error) {
    await removeVolumes(context, filled);
    throw error;
  }
}

/** Answers the generations of a service's volumes once they hold what the snapshot has of it; `filled` is told each. */
async function fillService(
  context: TakeContext,
  manifest: SnapshotManifest,
  service: Pick<ServiceInfo, 'name' | 'image'>,
  generation: string,
  filled: string[],
  options: RestoreOptions,
): Promise<VolumeGenerations> {
  const { runtime, engine } = context;
  const { id: bot, versions } = runtime.record.get();
  const entries = manifest.entries.filter((entry) => entry.service === service.name);
  const shorts = [...new Set(entries.map(({ volume }) => volume))];
  if (shorts.length === 0) return {};
  const fresh = Object.fromEntries(
    shorts.map((short) => [short, volumeName(bot, service.name, short, generation)]),
  );
  for (const name of Object.values(fresh)) {
    filled.push(name);
    await engine.volumes.ensure(name, { [LABELS.bot]: bot, [LABELS.service]: service.name });
  }
  // Any image will do that is here: nothing of it runs.
  const image = versions?.[service.name]?.image ?? service.image;
  const wish = { service: service.name, image, volumes: fresh };
  await withCarrier(context, wish, options.signal, async (carrier) => {
    for (const short of shorts) {
      const mine = entries.filter(({ volume }) => volume === short);
      const tar = writeTar(written(context, service.name, mine, carrier.pathOf(short), options));
      await engine.containers.writeArchive(carrier.id, carrier.pathOf(short), tar, options.signal);
    }
  });
  return Object.fromEntries(shorts.map((short) => [volumeKey(service.name, short), generation]));
}

/** Puts back what was before the last restore. @throws AppError `notAllowed` when there is none */
export async function undoRestore(context: TakeContext): Promise<void> {
  const { restored } = context.runtime.record.get();
  await withRoutes(context, readRoutes(restored?.record ?? {}), () => switchData(context, undoneRecord));
}

/** Other rules for the bot's gateway while `work` changes its record: both, or none. */
async function withRoutes(
  { parts, runtime }: TakeContext,
  routes: ReturnType<typeof readRoutes>,
  work: () => Promise<void>,
): Promise<void> {
  if (routes === undefined) return await work();
  const { id } = runtime.record.get();
  const before = await parts.routes.load(id);
  // First: should this process end now, the bot before the restore has them, and the restore is begun again.
  await parts.routes.save(id, routes ?? undefined);
  try {
    await work();
  } catch (error) {
    await parts.routes.save(id, before);
    throw error;
  }
}

async function verifyObjects(
  { store }: Pick<TakeContext, 'store'>,
  entries: readonly SnapshotEntry[],
  { signal, onProgress }: RestoreOptions,
): Promise<void> {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.type !== 'file') continue;
    signal.throwIfAborted();
    if (!seen.has(entry.sha256) && !(await store.verify(entry.sha256))) {
      throw new AppError('snapshotDamaged');
    }
    seen.add(entry.sha256);
    onProgress({ phase: 'verifying', bytes: entry.size });
  }
}

/** What is to be laid out at a folder of that name. */
async function* written(
  { store }: Pick<TakeContext, 'store'>,
  service: ServiceName,
  entries: readonly SnapshotEntry[],
  folder: string,
  { onProgress }: RestoreOptions,
): AsyncGenerator<WrittenEntry> {
  const base = posix.basename(folder);
  for (const entry of entries) {
    const { mode, uid, gid } = entry;
    const path = entry.bytes === undefined ? entry.path : nameFromBytes(Buffer.from(entry.bytes, 'base64'));
    if (path.split('/').includes('..')) throw new AppError('snapshotDamaged');
    const common = { name: path === ROOT ? base : `${base}/${path}`, mode, uid, gid };
    if (entry.type === 'folder') yield { ...common, type: 'folder' };
    else if (entry.type === 'link') yield { ...common, type: 'link', target: entry.target };
    else {
      onProgress({ phase: 'writing', service, bytes: entry.size });
      const content = entry.size === 0 ? [] : createReadStream(store.pathOf(entry.sha256));
      yield { ...common, type: 'file', size: entry.size, content };
    }
  }
}

async function removeVolumes({ engine, parts }: TakeContext, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await engine.volumes.remove(name).catch((error: unknown) => {
      // Whatever is left is removed at the next start.
      if (!(error instanceof EngineError)) throw error;
      parts.log(`snapshot: ${name} stays for now, ${error.message}`);
    });
  }
}
