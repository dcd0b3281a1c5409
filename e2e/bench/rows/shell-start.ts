import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { interleave } from '../interleave';
import type { Row, Samples } from '../row';
import { BARE_SERVER } from '../stage/bare-server';
import type { Stage } from '../stage/stage';

const SHELL = join(import.meta.dirname, '../../../out/web/main.js');
const RUNS = 15;

/** From the start of the web shell's process until it answers, on the way to a Docker engine. */
export const shellStart: Row = {
  name: 'shell-start',
  unit: 'ms',
  peer: 'bare node -e HTTP server',
  mark: { kind: 'ratio', atMost: 2.5 },
  measure: (stage) => measure(stage, []),
};

/** The same for a rehearsal. */
export const shellStartRehearsed: Row = {
  ...shellStart,
  name: 'shell-start-rehearsed',
  measure: (stage) => measure(stage, ['--rehearse']),
};

async function measure(stage: Stage, flags: readonly string[]): Promise<Samples> {
  const dir = await mkdtemp(join(stage.dir, 'start-'));
  const env = { BOTPIER_KEY_FILE: join(dir, 'key') };
  const ours = [SHELL, '--port', '0', '--data-dir', dir, ...flags];
  return interleave(
    () => timeToAnswer(ours, env),
    () => timeToAnswer(BARE_SERVER, {}),
    { runs: RUNS, warmUps: 2 },
  );
}

/** ms from starting Node with `args` until the URL it prints answers 200. */
async function timeToAnswer(args: readonly string[], env: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const exit = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /http:[^#\s]+/.exec(line)?.[0];
      if (url === undefined) continue;
      await answered(url);
      return performance.now() - startedAt;
    }
    throw new Error('ended without a URL');
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

function answered(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      response.resume();
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.once('end', resolve);
    }).once('error', reject);
  });
}
