import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { timed } from '../stage/timed';
import { startGreenBot } from '../stage/watched-bot';

const DATABASE = '/koishi/data/koishi.db';
const ROWS = 24_000;
const ROW_BYTES = 4_096;

/** How long the bot stands still for a snapshot while its brain has a database of 100 MB. */
export const snapshotPause: Row = {
  name: 'snapshot-pause',
  unit: 'ms',
  peer: 'docker pause, docker cp of that database alone, docker unpause',
  mark: { kind: 'value', atMost: 400 },
  async measure(stage) {
    const { docker } = await stage.engine();
    const bot = await startGreenBot(stage);
    const file = join(stage.dir, 'large.db');
    const out = join(stage.dir, 'copy.db');
    try {
      makeDatabase(file);
      const brain = bot.container('koishi');
      await docker('cp', file, `${brain}:${DATABASE}`);
      await rm(file);
      const of = { bot: bot.bot.id };
      return await interleave(
        async () => {
          const taken = await bot.calls.snapshots.take.mutate({ ...of, mayStop: false });
          await bot.calls.snapshots.remove.mutate({ ...of, snapshot: taken.id });
          return taken.stoodStillMs;
        },
        () =>
          timed(async () => {
            await docker('pause', brain);
            await docker('cp', `${brain}:${DATABASE}`, out);
            await docker('unpause', brain);
          }),
      );
    } finally {
      await bot.close();
    }
  },
};

function makeDatabase(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, content BLOB); BEGIN');
  const insert = database.prepare('INSERT INTO message (content) VALUES (?)');
  for (let row = 0; row < ROWS; row += 1) insert.run(randomBytes(ROW_BYTES));
  database.exec('COMMIT');
  database.close();
}
