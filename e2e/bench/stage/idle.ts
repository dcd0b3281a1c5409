import { setTimeout as delay } from 'node:timers/promises';
import { RUNS } from '../interleave';
import type { Samples } from '../row';
import { startBareServer } from './bare-server';
import { processorMs, residentBytes } from './process-use';
import type { Stage } from './stage';
import { startGreenBot } from './watched-bot';

/** Long enough to hold one of everything that is done from time to time. */
const WINDOW_MS = 30_000;
const SETTLE_MS = 10_000;

export interface IdleSamples {
  /** MB */
  memory: Samples;
  /** Percent of one core. */
  cpu: Samples;
}

/** A web shell with one green bot and nobody looking, beside a server that nobody asks. */
export async function sampleIdle(stage: Stage): Promise<IdleSamples> {
  const bot = await startGreenBot(stage);
  const bare = await startBareServer();
  try {
    const pids = { ours: bot.pid, peers: bare.pid ?? 0 };
    await bot.stopWatching();
    await delay(SETTLE_MS);
    const samples: IdleSamples = { memory: { ours: [], peers: [] }, cpu: { ours: [], peers: [] } };
    for (let run = 0; run < RUNS; run++) {
      const before = { ours: await processorMs(pids.ours), peers: await processorMs(pids.peers) };
      await delay(WINDOW_MS);
      for (const of of ['ours', 'peers'] as const) {
        const spentMs = (await processorMs(pids[of])) - before[of];
        samples.cpu[of].push((spentMs / WINDOW_MS) * 100);
        samples.memory[of].push((await residentBytes(pids[of])) / 1e6);
      }
    }
    return samples;
  } finally {
    bare.kill();
    await bot.close();
  }
}
