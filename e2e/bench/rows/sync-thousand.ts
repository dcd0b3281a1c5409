import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Row } from '../row';
import { expectDone, openSavedBot } from '../stage/saved-bot';

const run = promisify(execFile);
const SAVES = 1_000;
const DATABASE_ROWS = 6_000;

/** What a repository has become after a thousand saves of a changing database: there once packed, and here as it lies. */
export const syncThousand: Row = {
  name: 'sync-thousand',
  unit: 'MB',
  peer: 'the data itself',
  mark: { kind: 'ratio', atMost: 3 },
  onlyNamed: true,
  async measure(stage) {
    const bot = await openSavedBot(stage.dir, { files: 20, rows: DATABASE_ROWS });
    try {
      const target = await bot.repository();
      const { sync, dir, input } = await bot.computer();
      for (let n = 0; n < SAVES; n++) {
        await bot.change();
        expectDone(await sync.push(input(await bot.snapshot(), target)));
      }
      const [owner = '', name = ''] = target.repository.split('/');
      await bot.host.repositories.repack(owner, name);
      const [there, here, data] = await Promise.all(
        [bot.host.repositories.dir(owner, name), join(dir, 'sync'), bot.data].map(megabytes),
      );
      return { ours: [Math.max(there ?? 0, here ?? 0)], peers: [data ?? 0] };
    } finally {
      await bot.close();
    }
  },
};

async function megabytes(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-sb', folder]);
  return Number(stdout.split('\t')[0]) / 1_000_000;
}
