import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Lab } from '../lab/start-lab';
import { type Run, runBotpier, upArgs } from './botpier';
import { needsLab, test } from './lab-test';
import { createRandom } from './random';
import { type Belongings, listBelongings } from './world';

needsLab();
test.use({ labOptions: { engine: '20', pace: 'fast' } });

/** How many kills, and what the moments are drawn from: `npm run torture:kills -- --count 100 --seed 7`. */
const { BOTPIER_KILLS: COUNT = '3', BOTPIER_KILLS_SEED: SEED = '1' } = process.env;
const JOURNEY_MS = 3 * 60_000;
test.setTimeout((Number(COUNT) + 1) * JOURNEY_MS);

/** The usual way: without a kill. It also brings the images, so that later journeys are about the rest. */
interface Usual {
  belongings: Belongings;
  tookMs: number;
}

test(`${COUNT} kills between choose and reply (seed ${SEED})`, async ({ lab }) => {
  const random = createRandom(Number(SEED));
  const usual = await journey(lab, async (dataDir) => {
    const up = start(lab, dataDir);
    expect(await up.ended, up.output).toBe(0);
    return { belongings: await listBelongings(lab.docker), tookMs: up.events.at(-1)?.t ?? 0 };
  });
  for (let kill = 1; kill <= Number(COUNT); kill++) {
    const atMs = Math.round(random() * usual.tookMs);
    await test.step(`kill ${kill}, ${atMs} ms after the start`, () => killAndResume(lab, usual, atMs));
  }
});

async function killAndResume(lab: Lab, usual: Usual, atMs: number): Promise<void> {
  await journey(lab, async (dataDir) => {
    const first = start(lab, dataDir);
    await Promise.race([first.ended, delay(atMs)]);
    first.kill();
    await first.ended;
    const last = first.events.at(-1)?.event;
    const wasOnline = await isOnline(lab);

    const second = start(lab, dataDir);
    expect(await second.ended, `after ${atMs} ms (${last}):\n${second.output}`).toBe(0);
    expect(second.events.at(-1)?.event).toBe('reply');
    if (wasOnline) expect(second.events.filter(({ event }) => event === 'qr')).toEqual([]);
    expect(await listBelongings(lab.docker)).toEqual(usual.belongings);
    expect((await lab.phone().ask('还在吗')).text).not.toBe('');
  });
}

/** One bot from nothing to nothing, whatever happens in between. */
async function journey<T>(lab: Lab, walk: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'botpier-kill-'));
  try {
    const result = await walk(dataDir);
    const removal = runBotpier(lab, ['remove', '--data', '--yes', '--data-dir', dataDir]);
    expect(await removal.ended, removal.output).toBe(0);
    expect(await listBelongings(lab.docker)).toEqual({ containers: [], networks: [], volumes: [] });
    return result;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** `up`, with somebody at the phone who scans every code that is shown. */
function start(lab: Lab, dataDir: string): Run {
  return runBotpier(lab, upArgs(lab, dataDir), ({ event }) => {
    // A code that went stale in the hand is shown anew.
    if (event === 'qr')
      lab
        .phone()
        .confirm()
        .catch(() => undefined);
  });
}

async function isOnline(lab: Lab): Promise<boolean> {
  const state = await lab
    .phone()
    .state()
    .catch(() => undefined);
  return state?.phone === 'online';
}
