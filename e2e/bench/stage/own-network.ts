import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { labObstacle } from '../../lab/engine/debian-packages';
import { ensureNetns, insideNetns, removeNetns } from '../../lab/engine/net-namespace';
import { ensureCompose } from './compose';

const { BOTPIER_BENCH_NETNS } = process.env;

/** The network namespace this process runs in, which the bench's engine is to share; undefined = the machine's own. */
export const ownNetwork = BOTPIER_BENCH_NETNS;

/**
 * Runs the whole bench again inside a network of its own, so that its engine stands beside the machine's and yet
 * publishes its ports on our loopback; answers that run's exit code. Undefined when this is that run already, or
 * where no engine can be had.
 */
export async function enterOwnNetwork(names: readonly string[]): Promise<number | undefined> {
  if (ownNetwork !== undefined || labObstacle() !== undefined) return undefined;
  // What is fetched from outside is fetched now: in there, there is no outside.
  await ensureCompose();
  const netns = `botpier-bench-${process.pid}`;
  await ensureNetns(netns);
  try {
    const script = process.argv[1] ?? '';
    const [program, ...args] = insideNetns(netns, [process.execPath, script, ...names]);
    const env = { ...process.env, BOTPIER_BENCH_NETNS: netns };
    const child = spawn(program, args, { stdio: 'inherit', env });
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    await removeNetns(netns);
  }
}
