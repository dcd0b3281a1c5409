import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { BotId } from '../../../electron/contract/ids';
import { containerName } from '../../../electron/plan/names';
import { until } from '../../lab/engine/command';
import { startWebShell, type WebShell } from '../../web/web-shell';
import type { Samples } from '../row';
import { residentBytes } from './process-use';
import type { Stage } from './stage';
import { openWebClient } from './web-client';

export const LINES = 1_000_000;
const RUNS = 3;
const SAMPLE_MS = 50;

const WRITER = `
  const lines = Array.from({ length: 1000 }, (_, n) => '[I] chatluna line ' + n + ' of a bot that has much to say');
  let left = ${LINES} / 1000;
  const write = () => { while (left-- > 0) if (!process.stdout.write(lines.join('\\n') + '\\n')) return process.stdout.once('drain', write); };
  write();`;

export interface LongLog {
  /** ms until the last line has come. */
  time: Samples;
  /** MB of the shell: the most while it reads, and before. */
  memory: Samples;
}

/** A service that has written a million lines, read through the app and its socket, and by `docker logs`. */
export async function sampleLongLog(stage: Stage): Promise<LongLog> {
  const { endpoint, docker } = await stage.engine();
  const dir = await mkdtemp(join(stage.dir, 'long-log-'));
  const start = () =>
    startWebShell(['--data-dir', dir], { DOCKER_HOST: endpoint, BOTPIER_KEY_FILE: join(dir, 'key') });
  const bot = await makeStoppedBot(start);
  // More of the log is kept of it than of a container of ours, so that it is all there.
  const labels = { bot, service: 'koishi', purpose: 'service', hash: 'bench' };
  const container = containerName(bot, 'koishi');
  await docker(
    ...['run', '--detach', '--name', container, '--log-opt', 'max-size=2g'],
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', `io.botpier.${name}=${value}`]),
    ...['lab/node:24', 'node', '-e', WRITER],
  );
  await docker('wait', container);
  const shell = await start();
  const client = await openWebClient(shell.url);
  const samples: LongLog = { time: { ours: [], peers: [] }, memory: { ours: [], peers: [] } };
  try {
    // The first look at the engine is over once the bot's services are known.
    await until('the container is seen', 30_000, async () => {
      const [seen] = (await client.calls.view.query()).bots;
      return seen?.services.some(({ state }) => state === 'exited') || undefined;
    });
    const read = () =>
      new Promise<number>((resolve, reject) => {
        let count = 0;
        client.calls.logs.read.subscribe(
          { bot, tail: LINES, follow: false },
          {
            onData(batch) {
              count += batch.filter(({ source }) => source === 'koishi').length;
            },
            onComplete: () => resolve(count),
            onError: reject,
          },
        );
      });
    for (let run = -1; run < RUNS; run++) {
      await delay(1_000);
      const idle = (await residentBytes(shell.pid)) / 1e6;
      let most = idle;
      const watching = setInterval(async () => {
        most = Math.max(most, (await residentBytes(shell.pid)) / 1e6);
      }, SAMPLE_MS);
      const startedAt = performance.now();
      const count = await read();
      const tookMs = performance.now() - startedAt;
      clearInterval(watching);
      if (count !== LINES) throw new Error(`${count} lines came of ${LINES}`);
      const peerMs = await dockerLogs(endpoint, container);
      if (run < 0) continue;
      samples.time.ours.push(tookMs);
      samples.time.peers.push(peerMs);
      samples.memory.ours.push(most);
      samples.memory.peers.push(idle);
    }
    return samples;
  } finally {
    await client.close();
    await shell.stop();
    await docker('rm', '-f', container);
  }
}

/** A bot that wants nothing of its containers: what is there stays as it is. */
async function makeStoppedBot(start: () => Promise<WebShell>): Promise<BotId> {
  const shell = await start();
  const client = await openWebClient(shell.url);
  try {
    const bot = (await client.calls.view.query()).bots[0]?.id;
    if (!bot) throw new Error('there is no bot');
    await client.calls.bots.chooseStack.mutate({ bot, stack: 'koishi' });
    await client.calls.bots.stop.mutate({ bot });
    return bot;
  } finally {
    await client.close();
    await shell.stop();
  }
}

async function dockerLogs(endpoint: string, container: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('docker', ['-H', endpoint, 'logs', '--timestamps', container], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.resume();
  await once(child, 'close');
  return performance.now() - startedAt;
}
