import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labObstacle } from '../../lab/engine/debian-packages';
import { ensureNetns, insideNetns, removeNetns } from '../../lab/engine/net-namespace';
import { measureRows, type Outcome } from '../measure-rows';
import type { Row } from '../row';
import { ensureCompose } from './compose';

const { BOTPIER_BENCH_NETNS, BOTPIER_BENCH_REPORT } = process.env;

/** The network namespace this process runs in, which the bench's engine is to share; undefined = the machine's own. */
export const ownNetwork = BOTPIER_BENCH_NETNS;

/** Where a run inside leaves what it measured; undefined outside. */
export const reportFile = BOTPIER_BENCH_REPORT;

/**
 * Measures rows in a process inside a network of its own, so that its engine stands beside the machine's and yet
 * publishes its ports on our loopback. Where no engine can be had it measures here what needs none.
 */
export async function measureInOwnNetwork(rows: readonly Row[]): Promise<Outcome> {
  if (rows.length === 0) return { results: [], missing: [] };
  if (labObstacle() !== undefined) return measureRows(rows);
  // What is fetched from outside is fetched now: in there, there is no outside.
  await ensureCompose();
  const netns = `botpier-bench-${process.pid}`;
  const dir = await mkdtemp(join(tmpdir(), 'botpier-bench-report-'));
  const report = join(dir, 'outcome.json');
  await ensureNetns(netns);
  try {
    const script = process.argv[1] ?? '';
    const names = rows.map((row) => row.name);
    const [program, ...args] = insideNetns(netns, [process.execPath, script, ...names]);
    const env = { ...process.env, BOTPIER_BENCH_NETNS: netns, BOTPIER_BENCH_REPORT: report };
    await once(spawn(program, args, { stdio: 'inherit', env }), 'exit');
    return JSON.parse(await readFile(report, 'utf8')) as Outcome;
  } finally {
    await removeNetns(netns);
    await rm(dir, { recursive: true, force: true });
  }
}
