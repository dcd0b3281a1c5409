import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import { BotId } from '../../contract/ids';
import { codeOf, readFileIfAny, removeStaleTemps } from '../../lib/atomic-file';
import { moveAside } from '../../lib/move-aside';
import { createQueue } from '../../lib/queue';
import { createValue, type Readable } from '../../lib/value';
import type { BotRecord } from '../bot/bot-record';
import { saveFile } from '../save-file';
import type { StoreOptions } from '../settings/settings-store';

/** All bots on disk, oldest first: one file `bots/<id>.json` each. Writes are on disk when they resolve. */
export interface BotStore extends Readable<readonly Bot[]> {
  list(): readonly Bot[];
  get(): readonly Bot[];
  /** Undefined when there is no such bot. */
  find(id: BotId): Bot | undefined;
  create(bot: Bot): Promise<void>;
  /** @throws AppError `unknownBot`, `diskFull`; then nothing has changed. */
  update(id: BotId, change: (bot: Bot) => Bot): Promise<void>;
  /** Absent is fine. */
  remove(id: BotId): Promise<void>;
  /** One bot's own view of the store. @throws AppError `unknownBot`. */
  record(id: BotId): BotRecord;
}

const FILE = /^([a-z0-9]{8})\.json$/;
const Versioned = z.looseObject({ version: z.number().default(1) });

/** Opens the bots. One that cannot be read is moved aside, one of a newer version left alone; a notice names it. */
export async function createBotStore(options: StoreOptions): Promise<BotStore> {
  const { dir, clock, lookOnly = false, onNotice } = options;
  const folder = join(dir, 'bots');
  const pathOf = (id: BotId) => join(folder, `${id}.json`);
  const queue = createQueue();
  if (!lookOnly) await removeStaleTemps(folder);
  const value = createValue<readonly Bot[]>(inOrder(await loadAll()));

  async function loadAll(): Promise<Bot[]> {
    const ids = (await namesIn(folder)).flatMap((name) => BotId.safeParse(FILE.exec(name)?.[1]).data ?? []);
    const bots = await Promise.all(ids.map(load));
    return bots.filter((bot) => bot !== undefined);
  }

  async function load(id: BotId): Promise<Bot | undefined> {
    const json = parseJson(await readFileIfAny(pathOf(id)).catch(() => ''));
    const bot = Bot.safeParse(json).data;
    if (bot?.id === id) return bot;
    const isNewer = (Versioned.safeParse(json).data?.version ?? 0) > 1;
    const file = isNewer || lookOnly ? pathOf(id) : await moveAside(pathOf(id), clock.now());
    onNotice('botUnreadable', { bot: id, file: basename(file) }, clock.now());
    return undefined;
  }

  /** As they last were: whoever is taking one down still looks at its record. */
  const removed = new Map<BotId, Bot>();
  const find = (id: BotId) => value.get().find((bot) => bot.id === id);
  const known = (id: BotId): Bot => {
    const bot = find(id);
    if (!bot) throw new AppError('unknownBot', { bot: id });
    return bot;
  };
  const save = async (bot: Bot) => {
    await saveFile(pathOf(bot.id), `${JSON.stringify(bot, null, 2)}\n`);
    value.set(inOrder([...value.get().filter((other) => other.id !== bot.id), bot]));
  };
  const update = (id: BotId, change: (bot: Bot) => Bot) =>
    queue.run(async () => save(Bot.parse({ ...change(known(id)), id })));

  return {
    list: value.get,
    get: value.get,
    subscribe: value.subscribe,
    find,
    create: (bot) => queue.run(() => save(Bot.parse(bot))),
    update,
    remove: (id) =>
      queue.run(async () => {
        await rm(pathOf(id), { force: true });
        const bot = find(id);
        if (bot) removed.set(id, bot);
        value.set(value.get().filter((bot) => bot.id !== id));
      }),
    record(id) {
      const first = known(id);
      return {
        get: () => find(id) ?? removed.get(id) ?? first,
        subscribe: (listener) => {
          let seen = find(id);
          return value.subscribe(() => {
            const bot = find(id);
            if (bot === undefined || bot === seen) return;
            seen = bot;
            listener(bot);
          });
        },
        update: (change) => update(id, change),
      };
    },
  };
}

function inOrder(bots: readonly Bot[]): Bot[] {
  return bots.toSorted((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
