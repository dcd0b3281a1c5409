import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bot } from '../../contract/bot';
import type { BotId } from '../../contract/ids';
import type { ResourceHistory } from '../../contract/resources';
import type { Engine, StatsReading } from '../../engine/engine';
import { type Clock, withDeadline } from '../../lib/clock';
import { createQueue } from '../../lib/queue';
import type { Readable } from '../../lib/value';
import { type Rings, readHistory, writeHistory } from './history-file';
import { createMinuteRing, MINUTE_MS, MINUTES, minuteOf } from './minute-ring';
import { readingSince } from './rates';
import type { Run } from './runs';

/** Looks once a minute what each running service takes, and keeps a day of it, over restarts of the app. */
export interface Recorder {
  history(bot: BotId): Promise<ResourceHistory>;
  /** Resolves once it neither looks nor writes. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface RecorderInput {
  bots: Readable<readonly Bot[]>;
  /** Undefined for a bot that is gone. */
  runsOf: (bot: BotId) => readonly Run[];
  engine: () => Engine | undefined;
  clock: Clock;
  dir: string;
  log: (text: string) => void;
  /** Neither looks nor writes: somebody else does. */
  lookOnly: boolean;
}

const READING_DEADLINE_MS = 20_000;
/** What a crash may cost of the charts, against writing to the disk all day. */
const SAVE_EVERY_MINUTES = 10;

export function createRecorder(input: RecorderInput): Recorder {
  const { bots, clock, dir, log, lookOnly } = input;
  const days = new Map<BotId, Promise<Rings>>();
  /** The last reading of each container, which the next one's rates are told from. */
  let latest = new Map<string, StatsReading>();
  const dirty = new Set<BotId>();
  // Each is over before the next minute.
  let looking: Promise<void> = Promise.resolve();
  const writes = createQueue();
  const closed = new AbortController();
  const pathOf = (bot: BotId) => join(dir, 'resources', `${bot}.json.gz`);
  const known = () => bots.get().map(({ id }) => id);

  function dayOf(bot: BotId): Promise<Rings> {
    const day =
      days.get(bot) ??
      readHistory(pathOf(bot), (message) => log(`resources: the charts of ${bot} begin anew, ${message}`));
    days.set(bot, day);
    return day;
  }

  /** Two readings are a second apart; the engine is asked for no more than the first of them. */
  async function readOnce(engine: Engine, container: string): Promise<StatsReading | undefined> {
    return withDeadline(
      clock,
      READING_DEADLINE_MS,
      async (signal) => {
        for await (const reading of engine.containers.stats(container, signal)) return reading;
        return undefined;
      },
      closed.signal,
    );
  }

  async function look(): Promise<void> {
    const engine = input.engine();
    if (!engine || closed.signal.aborted) return;
    const seen = new Map<string, StatsReading>();
    await Promise.all(
      known().flatMap((bot) =>
        input.runsOf(bot).map(async ({ service, container }) => {
          // One that ended meanwhile, or an engine that went away, leaves a gap, which is the truth.
          const reading = await readOnce(engine, container).catch(() => undefined);
          if (!reading || closed.signal.aborted) return;
          // The engine's clock may be another than ours.
          const at = clock.now();
          seen.set(container, reading);
          const rings = await dayOf(bot);
          const ring = rings.get(service) ?? createMinuteRing();
          rings.set(service, ring);
          ring.put({ ...readingSince(latest.get(container), reading), at });
          dirty.add(bot);
        }),
      ),
    );
    latest = seen;
  }

  async function save(): Promise<void> {
    const minute = minuteOf(clock.now());
    for (const bot of [...dirty]) {
      dirty.delete(bot);
      if (!known().includes(bot)) continue;
      await writeHistory(pathOf(bot), await dayOf(bot), minute).catch((error: unknown) =>
        log(`resources: the charts of ${bot} not written, ${error instanceof Error ? error.message : error}`),
      );
    }
  }

  function forgetGone(): void {
    const here = new Set(known());
    for (const bot of days.keys()) {
      if (here.has(bot)) continue;
      days.delete(bot);
      dirty.delete(bot);
      writes
        .run(() => rm(pathOf(bot), { force: true }))
        .catch((error: unknown) => log(`resources: the day of ${bot} stays, ${String(error)}`));
    }
  }

  let cancel = () => {};
  function next(): void {
    const now = clock.now();
    const minute = minuteOf(now) + 1;
    cancel = clock.after(minute * MINUTE_MS - now, () => {
      looking = look();
      if (minute % SAVE_EVERY_MINUTES === 0) void writes.run(save);
      next();
    });
  }
  if (!lookOnly) next();
  const unsubscribe = bots.subscribe(forgetGone);

  return {
    async history(bot) {
      const rings = await dayOf(bot);
      const lastMinute = minuteOf(clock.now());
      const services = [...rings].flatMap(([service, ring]) => {
        const columns = ring.columns(lastMinute);
        return columns.cpus.some((value) => value !== null) ? [{ service, columns }] : [];
      });
      return { from: (lastMinute - MINUTES + 1) * MINUTE_MS, stepMs: MINUTE_MS, services };
    },
    async idle() {
      await looking;
      await writes.idle();
    },
    async close() {
      cancel();
      unsubscribe();
      closed.abort();
      await looking;
      if (!lookOnly) await writes.run(save);
    },
  };
}
