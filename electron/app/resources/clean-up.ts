import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/errors';
import { BotId, ServiceName } from '../../contract/ids';
import type { CleanUpItem, CleanUpOutcome, DiskUse } from '../../contract/resources';
import { CONTAINER_LOG, type Engine, EngineError, LABELS } from '../../engine/engine';
import { type CleanUpSight, planCleanUp } from '../../plan/clean-up';
import type { BotRuntime } from '../bot/bot-runtime';
import { findImages, neededImages, ourImages } from './our-images';
import { listOwnLogs, removeOwnLog } from './own-logs';

export interface CleanUpInput {
  /** @throws AppError `engineUnavailable`. */
  engine: () => Engine;
  bots: () => readonly BotRuntime[];
  mirrors: () => readonly string[];
  dir: string;
  log: (text: string) => void;
}

interface Look extends CleanUpSight {
  images: { reference: string; bytes: number; names: string[] }[];
}

/** Everything of ours on the disk. The engine counts files for it: seconds. */
export async function diskUse(input: CleanUpInput): Promise<DiskUse> {
  const [{ images, volumes, containers }, logs] = await Promise.all([look(input), listOwnLogs(input.dir)]);
  const needed = new Set(input.bots().flatMap(({ record, state }) => neededImages(record.get(), state)));
  return {
    images: images.map(({ reference, bytes }) => ({ reference, bytes, used: needed.has(reference) })),
    volumes: volumes.map(({ name, bot, service, bytes }) => ({
      name,
      ...(bot === undefined ? {} : { bot }),
      ...(service === undefined ? {} : { service }),
      ...(bytes === undefined ? {} : { bytes }),
    })),
    ownLogBytes: logs.reduce((sum, { bytes }) => sum + bytes, 0),
    containerLogs: {
      containers: containers.filter(({ purpose }) => purpose !== 'writer').length,
      mostBytesEach: CONTAINER_LOG.fileBytes * CONTAINER_LOG.files,
    },
  };
}

/** Exactly what `cleanUp` would remove, were all of it ticked. */
export async function listCleanUp(input: CleanUpInput): Promise<CleanUpItem[]> {
  return plan(input, await look(input));
}

/**
 * Removes what is ticked, as far as a new look still lists it, and nothing besides. Data has to be named twice: every
 * volume among `items` must be in `data`, too.
 * @throws AppError `confirmationNeeded`, `engineUnavailable`
 */
export async function cleanUp(
  input: CleanUpInput,
  ticked: { items: readonly string[]; data: readonly string[] },
): Promise<CleanUpOutcome> {
  const named = new Set(ticked.data);
  const unnamed = ticked.items.find((id) => id.startsWith('volume:') && !named.has(id));
  if (unnamed !== undefined)
    throw new AppError('confirmationNeeded', { name: unnamed.slice('volume:'.length) });
  const seen = await look(input);
  // Containers first: they hold images and volumes.
  const items = (await plan(input, seen)).filter(({ id }) => ticked.items.includes(id));
  const outcome: CleanUpOutcome = { removed: [], freedBytes: 0, kept: [] };
  for (const item of items) {
    try {
      await remove(input, seen, item);
      outcome.removed.push(item.id);
      outcome.freedBytes += item.bytes ?? 0;
    } catch (error) {
      const message = error instanceof EngineError ? error.engineMessage : String(error);
      outcome.kept.push({ id: item.id, message });
    }
  }
  input.log(
    `clean-up: ${outcome.removed.join(', ') || 'nothing'} removed, ${outcome.kept.length} kept, ${outcome.freedBytes} bytes`,
  );
  return outcome;
}

async function remove(input: CleanUpInput, seen: Look, { kind, name }: CleanUpItem): Promise<void> {
  const { containers, images, volumes } = input.engine();
  if (kind === 'container') return containers.remove(name);
  if (kind === 'volume') return volumes.remove(name);
  if (kind === 'log') return removeOwnLog(input.dir, name);
  const names = seen.images.find(({ reference }) => reference === name)?.names ?? [];
  for (const one of names) await images.remove(one);
}

async function look({ engine, bots, mirrors, dir }: CleanUpInput) {
  const at = engine();
  const states = bots().map(({ state }) => state);
  const [containers, volumes, images, logs] = await Promise.all([
    at.containers.list(),
    at.volumes.list(),
    findImages(at, ourImages(states), mirrors()),
    listOwnLogs(dir),
  ]);
  const owned = volumes.map(({ name, labels }) => ({
    name,
    bot: BotId.safeParse(labels[LABELS.bot]).data,
    service: ServiceName.safeParse(labels[LABELS.service]).data,
  }));
  const sizes: Record<string, number> = {};
  // One after the other: each makes the engine walk through all files.
  for (const bot of new Set(owned.flatMap((volume) => volume.bot ?? [])))
    Object.assign(sizes, await at.volumes.measure(bot));
  return {
    containers: containers.map((container) => ({
      id: container.id,
      name: container.name,
      image: container.image,
      bot: container.bot,
      service: container.service,
      purpose: container.labels[LABELS.purpose],
      isUp: ['running', 'restarting', 'paused'].includes(container.state),
    })),
    volumes: owned.map((volume) => ({ ...volume, bytes: sizes[volume.name] })),
    images,
    oldLogs: logs.filter(({ isOld }) => isOld),
  };
}

async function plan({ bots, dir }: CleanUpInput, seen: Look): Promise<CleanUpItem[]> {
  const known = bots();
  const ids = known.map(({ record }) => record.get().id);
  const files = await readdir(join(dir, 'bots')).catch(() => []);
  return planCleanUp(seen, {
    bots: known.map(({ record, state }) => ({
      id: record.get().id,
      services: [...state.wished, ...(state.beside ? [state.beside.wished] : []), ...state.resting].map(
        ({ definition }) => definition.name,
      ),
      // Before the first look nothing is known of what it wishes for.
      busy: state.busy.size > 0 || record.get().change !== undefined || state.sight === undefined,
    })),
    unreadable: files
      .flatMap((name) => BotId.safeParse(name.slice(0, 8)).data ?? [])
      .filter((id) => !ids.includes(id)),
    images: known.flatMap(({ record, state }) => neededImages(record.get(), state)),
  });
}
