import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BotId } from '../../contract/ids';
import { RouteTable } from '../../contract/routes';
import { readFileIfAny } from '../../lib/atomic-file';
import type { Clock } from '../../lib/clock';
import { moveAside } from '../../lib/move-aside';
import { saveFile } from '../save-file';

/** The route tables that users wrote, one file `gateways/<bot>.json` each. Writes are on disk when they resolve. */
export interface RouteStore {
  /** Undefined while the bot has the table that is made for it. One that cannot be read is moved aside. */
  load(bot: BotId): Promise<RouteTable | undefined>;
  /** Undefined: forget it. @throws AppError `diskFull`; then nothing has changed. */
  save(bot: BotId, table: RouteTable | undefined): Promise<void>;
}

export function createRouteStore(options: {
  dir: string;
  clock: Clock;
  lookOnly: boolean;
  log: (text: string) => void;
}): RouteStore {
  const pathOf = (bot: BotId) => join(options.dir, 'gateways', `${bot}.json`);
  return {
    async load(bot) {
      const text = await readFileIfAny(pathOf(bot)).catch((error: unknown) => {
        // A bot works without; whoever saves is told.
        options.log(`routes: ${bot}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      });
      if (text === undefined) return undefined;
      const table = RouteTable.safeParse(parseJson(text)).data;
      if (table) return table;
      if (!options.lookOnly) await moveAside(pathOf(bot), options.clock.now());
      options.log(`routes: the table of ${bot} cannot be read; the one made from its services is in force`);
      return undefined;
    },
    async save(bot, table) {
      if (table) await saveFile(pathOf(bot), `${JSON.stringify(table, null, 2)}\n`);
      else await rm(pathOf(bot), { force: true });
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
