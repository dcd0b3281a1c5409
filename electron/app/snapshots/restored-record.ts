import { Bot, type VolumeGenerations } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import { RouteTable } from '../../contract/routes';
import type { SnapshotManifest } from '../../contract/snapshot';

/**
 * What becomes of a field of a bot's record when a snapshot is put in its place. `returns`: it is again what it was then ·
 * `arrives`: only where the bot has never answered here, so that nobody has chosen anything · `stays`: it belongs to this
 * computer, to the way back, or to what the user wants right now.
 */
const FATES: Readonly<Record<keyof Bot, 'returns' | 'arrives' | 'stays'>> = {
  name: 'returns',
  stack: 'returns',
  model: 'returns',
  account: 'returns',
  owner: 'returns',
  keyPool: 'returns',
  gateway: 'returns',
  persona: 'returns',
  wake: 'returns',
  hearing: 'returns',
  context: 'returns',
  environment: 'returns',
  device: 'returns',
  firstReply: 'returns',
  resting: 'returns',
  versions: 'returns',
  snapshots: 'arrives',
  updates: 'arrives',
  version: 'stays',
  id: 'stays',
  createdAt: 'stays',
  intent: 'stays',
  consent: 'stays',
  sync: 'stays',
  ports: 'stays',
  change: 'stays',
  lastChange: 'stays',
  former: 'stays',
  update: 'stays',
  lastUpdate: 'stays',
  stopped: 'stays',
  memoryLimits: 'stays',
  volumes: 'stays',
  restored: 'stays',
  arriving: 'stays',
};

/** The rules of a gateway as they are written down with a record; null where they are made from its services. */
const KeptRoutes = RouteTable.nullable();
type KeptRoutes = RouteTable | null;

/** A bot's record as a snapshot keeps it, with its gateway's rules. */
export function recordOf({ restored: _, ...bot }: Bot, routes: RouteTable | undefined) {
  return { ...bot, routes: routes ?? null };
}

/** @throws AppError `snapshotNewer`, `snapshotDamaged` */
export function readRecord({ record }: SnapshotManifest): Bot {
  if (Number(record['version'] ?? 1) > 1) throw new AppError('snapshotNewer');
  const bot = Bot.safeParse(record);
  if (!bot.success) throw new AppError('snapshotDamaged', {}, { cause: bot.error });
  return bot.data;
}

/**
 * The rules that lie with a record; undefined where none were written down, in snapshots from before they were.
 * @throws AppError `snapshotDamaged`
 */
export function readRoutes(record: Readonly<Record<string, unknown>>): KeptRoutes | undefined {
  if (record['routes'] === undefined) return undefined;
  const routes = KeptRoutes.safeParse(record['routes']);
  if (!routes.success) throw new AppError('snapshotDamaged', {}, { cause: routes.error });
  return routes.data;
}

/** The record of a bot in whose place a snapshot's is put; it knows the way back. */
export function restoredRecord(
  current: Bot,
  from: Bot,
  { id }: Pick<SnapshotManifest, 'id'>,
  { volumes, routes, now }: { volumes: VolumeGenerations; routes: RouteTable | undefined; now: number },
): Bot {
  const others = current.resting.filter(({ stack }) => stack !== from.stack);
  // The brain that answers now, and did not then, is kept as one that was changed for another.
  const left =
    current.stack && current.stack !== from.stack && !others.some(({ stack }) => stack === current.stack)
      ? [{ stack: current.stack, since: now }]
      : [];
  const isNew = current.firstReply === undefined;
  const changes = (field: string) => {
    const fate = FATES[field as keyof Bot];
    return fate === 'returns' || (fate === 'arrives' && isNew);
  };
  return Bot.parse({
    ...only(current, (field) => !changes(field)),
    ...only(from, changes),
    resting: [...others, ...left],
    ...((current.consent ?? from.consent) ? { consent: current.consent ?? from.consent } : {}),
    volumes: { ...current.volumes, ...volumes },
    restored: {
      at: now,
      snapshot: id,
      volumes: current.volumes,
      record: { ...only(current, changes), routes: routes ?? null },
    },
  });
}

/** The record before the last restore, with the volumes it had. @throws AppError `notAllowed` when there is none */
export function undoneRecord({ restored, ...current }: Bot): Bot {
  if (!restored) throw new AppError('notAllowed');
  const stays = only(current, (field) => FATES[field as keyof Bot] !== 'returns');
  return Bot.parse({ ...stays, ...restored.record, volumes: restored.volumes });
}

function only(bot: Partial<Bot>, takes: (field: string) => boolean): Partial<Bot> {
  return Object.fromEntries(
    Object.entries(bot).filter(([field, value]) => value !== undefined && takes(field)),
  );
}
