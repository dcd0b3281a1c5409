import type { ErrorCode } from '../../contract/errors';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import type { Clock } from '../../lib/clock';
import type { BotRuntime } from '../bot/bot-runtime';

/** Takes one snapshot a day of every bot that is up. */
export interface Daily {
  /** Looks what is due, and again before long. */
  look(): void;
  idle(): Promise<void>;
  close(): void;
}

const DAY_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** One that failed is not tried again sooner. */
const RETRY_MS = 3_600_000;

export function createDaily(options: {
  clock: Clock;
  log: (text: string) => void;
  runtimes: () => readonly BotRuntime[];
  isBusy: (bot: BotId) => boolean;
  /** When the last one was taken. */
  lastOf: (bot: BotId) => Promise<number | undefined>;
  take: (bot: BotId) => Promise<unknown>;
  onFailure: (bot: BotId, failure: { at: number; code: ErrorCode }) => void;
}): Daily {
  const { clock, log } = options;
  /** When it is next looked at, by bot: a file list is not read at each turn. */
  const next = new Map<BotId, number>();
  const underWay = new Set<Promise<unknown>>();
  let cancel = () => {};
  let isClosed = false;

  async function takeIfDue({ record }: BotRuntime): Promise<void> {
    const { id, firstReply } = record.get();
    const last = (await options.lastOf(id)) ?? firstReply?.at ?? clock.now();
    next.set(id, last + DAY_MS);
    if (clock.now() - last < DAY_MS || options.isBusy(id)) return;
    next.set(id, clock.now() + RETRY_MS);
    try {
      await options.take(id);
      next.delete(id);
    } catch (error) {
      if (isClosed) return;
      log(`snapshot: none today, ${error instanceof Error ? error.message : String(error)}`);
      options.onFailure(id, { at: clock.now(), code: error instanceof AppError ? error.code : 'internal' });
    }
  }

  function look(): void {
    if (isClosed) return;
    cancel();
    cancel = clock.after(LOOK_EVERY_MS, look);
    for (const at of options.runtimes()) {
      const { id, snapshots, firstReply, intent } = at.record.get();
      if (!snapshots.daily || !firstReply || intent !== 'running') continue;
      if ((next.get(id) ?? 0) > clock.now() || at.view().tone !== 'ok') continue;
      next.set(id, clock.now() + LOOK_EVERY_MS);
      const taking = takeIfDue(at).finally(() => underWay.delete(taking));
      underWay.add(taking);
    }
  }

  return {
    look,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close() {
      isClosed = true;
      cancel();
    },
  };
}
