import { setTimeout as delay } from 'node:timers/promises';
import { RUNS } from '../interleave';
import type { Samples } from '../row';
import { startEmpty, startOurs } from './desktop-app';
import { treeBytes, treeMs } from './process-tree';
import type { Stage } from './stage';
import { startGreenBot } from './watched-bot';

/** `BENCH_IDLE_MINUTES=10` for the long look. */
const WINDOW_MS = (Number(process.env['BENCH_IDLE_MINUTES'] ?? 2) * 60_000) / RUNS;
const SETTLE_MS = 15_000;

export interface TrayIdle {
  /** MB, of all processes. */
  memory: Samples;
  /** Percent of one core, of all processes. */
  cpu: Samples;
}

/** The desktop app with one green bot and its window destroyed, beside an app of one window and one tray. */
export async function sampleTrayIdle(stage: Stage): Promise<TrayIdle> {
  const bot = await startGreenBot(stage);
  const ours = await startOurs(stage, ['--hidden'], await bot.leave());
  const empty = await startEmpty(stage);
  try {
    await Promise.all([ours.at('tray'), empty.at('pressable')]);
    await delay(SETTLE_MS);
    const samples: TrayIdle = { memory: { ours: [], peers: [] }, cpu: { ours: [], peers: [] } };
    const pids = { ours: ours.pid, peers: empty.pid };
    for (let run = 0; run < RUNS; run++) {
      const before = { ours: await treeMs(pids.ours), peers: await treeMs(pids.peers) };
      await delay(WINDOW_MS);
      for (const of of ['ours', 'peers'] as const) {
        samples.cpu[of].push((((await treeMs(pids[of])) - before[of]) / WINDOW_MS) * 100);
        samples.memory[of].push((await treeBytes(pids[of])) / 1e6);
      }
    }
    return samples;
  } finally {
    await ours.stop();
    await empty.stop();
    await bot.close();
  }
}
