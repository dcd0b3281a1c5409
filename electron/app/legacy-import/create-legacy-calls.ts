import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { LEGACY_LEFT, type LegacySource, type LegacyWish } from '../../contract/legacy';
import { createQueue } from '../../lib/queue';
import type { LegacyFindings } from '../../services/roles';
import { astrbotStack } from '../../stacks/astrbot';
import { allPartsOf } from '../../stacks/stack';
import type { AppParts } from '../app-parts';
import type { BotFleet } from '../bot/bot-fleet';
import type { BotRuntime } from '../bot/bot-runtime';
import { DEFAULT_NAME, newBot } from '../bot/new-bot';
import { newSnapshotId } from '../snapshots/snapshot-shelf';
import type { Snapshots } from '../snapshots/snapshots-calls';
import type { ArrivalWay, BringBack } from '../sync/create-bring-back';
import type { SyncTarget } from '../sync/repository-sync';
import { asRefusal } from '../sync/sync-failure';
import { describeBot } from './describe-bot';
import type { LegacyCalls } from './legacy-calls';
import type { LegacyImport, LegacyRead } from './legacy-import';
import { openLegacyFiles } from './open-legacy-files';
import type { LeftBehind } from './place-files';

/** The older tool knew one stack. */
const STACK = astrbotStack;

/** So many paths of each reason are told. */
const MOST_TOLD = 20;

export function createLegacyCalls(
  legacy: LegacyImport,
  ports: {
    fleet: Pick<BotFleet, 'runtime' | 'runtimes' | 'adopt' | 'giveUp'>;
    bringBack: Pick<BringBack, 'alone' | 'view'>;
    snapshots: Snapshots;
    parts: Pick<AppParts, 'redactor' | 'clock' | 'engineWatch' | 'lookOnly' | 'keyPoolBaseUrl' | 'log'>;
  },
): LegacyCalls & {
  /** Removes what a kill has left: files that were fetched, and a bot that did not get here. */
  recover(): Promise<void>;
  idle(): Promise<void>;
} {
  const { fleet, bringBack, snapshots, parts } = ports;
  const { redactor, clock } = parts;
  const services = allPartsOf(STACK).map(({ service }) => service);
  let looking = new AbortController();
  const recoveries = createQueue();
  let isFirst = true;

  const targetOf = ({ token, repository, branch }: LegacySource) => {
    redactor.add(token);
    return { repository, branch, token };
  };

  async function bringAlong({ source, ...wish }: LegacyWish): Promise<BotId> {
    const target = targetOf(source);
    if (parts.lookOnly) throw new AppError('notAllowed');
    return await bringBack.alone(async (way) => {
      await checkEngine();
      try {
        return await snapshots.holding(() => bringIn(target, wish, way));
      } catch (error) {
        await snapshots.tidy();
        throw error;
      }
    });
  }

  async function bringIn(
    target: SyncTarget,
    wish: Omit<LegacyWish, 'source'>,
    { signal, tell, layOut }: ArrivalWay,
  ): Promise<BotId> {
    const draft = newBot(DEFAULT_NAME, clock.now());
    const id = newSnapshotId(clock.now());
    const reading = { target, services, signal, onProgress: tell, bot: draft.id, record: draft, id };
    const read = await legacy.read({ ...reading, ...wish });
    const { record, keys, secrets } = describeBot(
      { ...draft, stack: STACK.id },
      await findingsOf(read),
      parts.keyPoolBaseUrl,
    );
    for (const key of keys) redactor.add(key);
    const manifest = withoutPool({ ...read.manifest, record });
    signal.throwIfAborted();
    return await arrive(draft.id, async (at) => {
      const bot = at.record.get().id;
      await snapshots.importManifest(manifest, { bot, secrets });
      await layOut(bot, id, signal, finish);
    });
  }

  async function checkEngine(): Promise<void> {
    if (parts.engineWatch.probe.get() === undefined) await parts.engineWatch.look();
    if (parts.engineWatch.probe.get()?.kind !== 'running') throw new AppError('engineUnavailable');
  }

  async function findingsOf(read: LegacyRead): Promise<LegacyFindings[]> {
    return await Promise.all(
      services.map(async (service) => {
        const files = openLegacyFiles(service, read, snapshots.objects);
        return (await service.readLegacy?.(files)) ?? {};
      }),
    );
  }

  /** A bot, new or not begun, that is there for good once `work` is through; else it is as it was before. */
  async function arrive(wish: BotId, work: (at: BotRuntime) => Promise<void>): Promise<BotId> {
    const isKnown = new Set(fleet.runtimes().map(({ record }) => record.get().id));
    const bot = await fleet.adopt(wish);
    const at = fleet.runtime(bot);
    const before = isKnown.has(bot) ? at.record.get() : undefined;
    try {
      await at.record.update((current) => ({ ...current, arriving: { since: clock.now() } }));
      await work(at);
      return bot;
    } catch (error) {
      await fleet.giveUp(bot, before).catch((cause: unknown) => {
        // It says of itself that it did not get here: it goes as soon as the engine is there.
        parts.log(`legacy: ${bot} stays for now, ${String(cause)}`);
      });
      throw error;
    }
  }

  /** What was before it is nothing to go back to. */
  async function finish(at: BotRuntime): Promise<void> {
    await at.record.update(({ arriving: _, restored: __, ...current }) => ({
      ...current,
      intent: 'running',
    }));
    await at.pool.load();
    settleModel(at).catch((error: unknown) => parts.log(`key pool: ${String(error)}`));
  }

  /** Its keys are tried with the model that it had; where that is gone by now, another one is found by them. */
  async function settleModel({ record, pool, state }: BotRuntime): Promise<void> {
    await pool.check();
    const results = [...state.pool.checks.values()].map(({ result }) => result);
    const isGone = results.some((result) => result.kind === 'problem' && result.problem === 'modelMissing');
    if (!isGone || results.some(({ kind }) => kind === 'ok')) return;
    await record.update((bot) => ({
      ...bot,
      keyPool: bot.keyPool && { ...bot.keyPool, model: undefined },
    }));
    await pool.check();
  }

  /** What it saved is opened by a token that is gone: its keys are taken out, and it begins anew. */
  function withoutPool(manifest: LegacyRead['manifest']): LegacyRead['manifest'] {
    const name = STACK.keyPool?.name;
    return {
      ...manifest,
      services: manifest.services.filter((service) => service.name !== name),
      entries: manifest.entries.filter(({ service }) => service !== name),
    };
  }

  async function recover(): Promise<void> {
    if (parts.lookOnly || bringBack.view.get() !== undefined) return;
    // Later on it may be somebody's who has looked.
    if (isFirst && (await legacy.clear())) await snapshots.tidy();
    isFirst = false;
    for (const { record } of fleet.runtimes()) {
      const { id, arriving } = record.get();
      if (arriving && parts.engineWatch.probe.get()?.kind === 'running') await fleet.giveUp(id, undefined);
    }
  }

  return {
    async look(source, signal) {
      const target = targetOf(source);
      if (parts.lookOnly) throw new AppError('notAllowed');
      const ends = [looking.signal, ...(signal ? [signal] : [])];
      try {
        const report = await legacy.look({ target, services, signal: AbortSignal.any(ends) });
        return { ...report, left: inGroups(report.left) };
      } catch (error) {
        if (ends.some(({ aborted }) => aborted)) throw new AppError('cancelled', {}, { cause: error });
        throw asRefusal(error);
      }
    },
    bringAlong,
    async leave() {
      looking.abort();
      looking = new AbortController();
      if (!parts.lookOnly) await legacy.clear();
    },
    recover: () => recoveries.run(recover),
    idle: recoveries.idle,
  };
}

function inGroups(left: readonly LeftBehind[]) {
  return LEGACY_LEFT.flatMap((why) => {
    const paths = left.filter((one) => one.why === why).map(({ path }) => path);
    return paths.length === 0 ? [] : [{ why, files: paths.length, paths: paths.slice(0, MOST_TOLD) }];
  });
}
