import { together } from '../interleave';
import type { Row } from '../row';
import { openSavedBot } from '../stage/saved-bot';
import { startSaver } from '../stage/saver-process';

const LARGE_BYTES = 2_000_000_000;
const RUNS = 3;

/** What a process takes at most while it saves and brings back a file of 2 GB, beside itself before it did. */
export const syncMemory: Row = {
  name: 'sync-memory',
  unit: 'MB',
  peer: 'the same process, idle',
  mark: { kind: 'over', atMost: 150 },
  async measure(stage) {
    const bot = await openSavedBot(stage.dir, { files: 50, rows: 1_000 });
    try {
      return await together(
        async () => {
          const saver = await startSaver(stage.dir, {
            endpoints: { api: bot.host.urls.api, git: bot.host.urls.git },
            target: await bot.repository(),
            keys: bot.keys,
            largeBytes: LARGE_BYTES,
          });
          return { ours: saver.peakMb, peer: saver.idleMb };
        },
        // Each takes gigabytes of the disk, and minutes.
        { runs: RUNS, warmUps: 0 },
      );
    } finally {
      await bot.close();
    }
  },
};
