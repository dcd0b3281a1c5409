import { readdir, readFile } from 'node:fs/promises';
import { processorMs } from './process-use';

/** A process and all that it has started, directly or not. */
export async function processTree(root: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(
    await Promise.all(
      pids.map(async (pid) => {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
        // The name in parentheses may hold anything.
        return [pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const;
      }),
    ),
  );
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 0 && (pid === root || isBelow(parents.get(pid)));
  return pids.filter(isBelow);
}

/** Memory that a tree of processes takes, what they share counted once, in bytes. */
export async function treeBytes(root: number): Promise<number> {
  const sizes = (await processTree(root)).map(async (pid) => {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  });
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Processor time of a tree of processes so far, in ms. */
export async function treeMs(root: number): Promise<number> {
  const times = (await processTree(root)).map((pid) => processorMs(pid).catch(() => 0));
  return (await Promise.all(times)).reduce((sum, ms) => sum + ms, 0);
}
