import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { Bot, type VolumeGenerations } from '../../contract/bot';
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
import { randomLetters } from './snapshot-shelf';
import { switchData } from './switch-data';
import type { TakeContext } from './take-snapshot';

export interface RestoreOptions {
  signal: AbortSignal;
  onProgress: (progress: Pick<SnapshotProgress, 'phase' | 'service'> & { bytes: number }) => void;
}

/**
 * Fields of a record that come back with a snapshot. Not among them: host ports and volumes, which belong to this
 * computer, and what the user wants right now.
 */
const RESTORED = [
  'name',
  'stack',
  'model',
  'account',
  'owner',
  'keyPool',
  'gateway',
  'persona',
  'wake',
  'device',
  'firstReply',
  'resting',
  'versions',
] as const satisfies readonly (keyof Bot)[];

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
  const { parts } = context;
  const record = readRecord(manifest);
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
    await switchData(context, (current) => restored(current, record, volumes, manifest, parts.clock.now()));
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

/** The record before the last restore, with the volumes it had. @throws AppError `notAllowed` when there is none */
export function undone(current: Bot): Bot {
  const { restored: last } = current;
  if (!last) throw new AppError('notAllowed');
  const { restored: _, ...rest } = current;
  return Bot.parse({ ...without(rest), ...last.record, volumes: last.volumes });
}

function restored(
  current: Bot,
  from: Bot,
  volumes: VolumeGenerations,
  manifest: SnapshotManifest,
  now: number,
): Bot {
  const others = current.resting.filter(({ stack }) => stack !== from.stack);
  // The brain that answers now, and did not then, is kept as one that was changed for another.
  const left =
    current.stack && current.stack !== from.stack && !others.some(({ stack }) => stack === current.stack)
      ? [{ stack: current.stack, since: now }]
      : [];
  return Bot.parse({
    ...without(current),
    ...pick(from),
    resting: [...others, ...left],
    ...((current.consent ?? from.consent) ? { consent: current.consent ?? from.consent } : {}),
    volumes: { ...current.volumes, ...volumes },
    restored: { at: now, snapshot: manifest.id, volumes: current.volumes, record: pick(current) },
  });
}

function pick(bot: Bot): Partial<Bot> {
  return Object.fromEntries(
    RESTORED.flatMap((field) => (bot[field] === undefined ? [] : [[field, bot[field]]])),
  );
}

function without(bot: Omit<Bot, 'restored'>): Partial<Bot> {
  return Object.fromEntries(
    Object.entries(bot).filter(([field]) => !(RESTORED as readonly string[]).includes(field)),
  );
}

function readRecord({ record }: SnapshotManifest): Bot {
  if (Number(record['version'] ?? 1) > 1) throw new AppError('snapshotNewer');
  const bot = Bot.safeParse(record);
  if (!bot.success) throw new AppError('snapshotDamaged', {}, { cause: bot.error });
  return bot.data;
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
