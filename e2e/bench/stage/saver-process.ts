import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundleForNode } from './bundle-for-node';
import type { SaverOrder } from './saver-main';

/** Saves and restores one large file in a process of its own; answers what it took, in MB. */
export async function startSaver(
  parent: string,
  order: Omit<SaverOrder, 'dir'>,
): Promise<{ idleMb: number; peakMb: number }> {
  const dir = await mkdtemp(join(parent, 'saver-'));
  try {
    const program = await bundleForNode('e2e/bench/stage/saver-main.ts', join(dir, 'program'));
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SAVER: JSON.stringify({ ...order, dir }) },
    });
    return JSON.parse(await text(child.stdout));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
