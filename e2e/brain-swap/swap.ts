import { expect } from '@playwright/test';
import type { Lab } from '../lab/start-lab';
import { type Run, runBotpier, upArgs } from '../main-job/botpier';
import { inspectContainers } from '../main-job/world';

export type Brain = 'koishi' | 'astrbot';

export const otherOf = (brain: Brain): Brain => (brain === 'koishi' ? 'astrbot' : 'koishi');

/** Brings the bot up, with somebody at the phone for the first time. */
export async function bringUp(lab: Lab, dataDir: string, brain: Brain = 'koishi'): Promise<Run> {
  const up = runBotpier(lab, upArgs(lab, dataDir, brain), ({ event }) => {
    if (event === 'qr')
      lab
        .phone()
        .confirm()
        .catch(() => undefined);
  });
  expect(await up.ended, up.output).toBe(0);
  return up;
}

/** `botpier brain`, begun. */
export function beginSwap(lab: Lab, dataDir: string, to: Brain): Run {
  return runBotpier(lab, ['brain', to, '--data-dir', dataDir]);
}

/** …and brought to its end. */
export async function swap(lab: Lab, dataDir: string, to: Brain): Promise<Run> {
  const run = beginSwap(lab, dataDir, to);
  expect(await run.ended, run.output).toBe(0);
  expect(run.events.at(-1)).toMatchObject({ event: 'changed', to, result: 'done' });
  return run;
}

/** Names of the services that run, in order. */
export async function running(lab: Lab): Promise<string[]> {
  const containers = await inspectContainers(lab.docker);
  return containers
    .filter(({ State }) => State.Running)
    .map(({ Config }) => Config.Labels['io.botpier.service'] ?? '')
    .sort();
}
