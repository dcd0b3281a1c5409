import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { labObstacle } from '../lab/engine/debian-packages';
import { type Lab, type LabOptions, startLab } from '../lab/start-lab';

/** The first lab on a machine fetches and builds everything. */
const FIRST_LAB_MS = 15 * 60_000;

/** What the model is paid with in the lab: a key that would be noticed wherever it turned up. */
export const MODEL_KEY = 'sk-lab-5e0b6d1c9f7a4823b1d0e6f2';

const poolKey = (name: string) => `AIzaSyLab${name}`.padEnd(39, '7');

/** Keys of Gemini, of which some do not work; their names say why. */
export const POOL_KEYS = ['One', 'LimitR429', 'Two', 'StolenBAD', 'Three'].map(poolKey);

/** Tests with a lab of their file's own kind (`test.use({ labOptions })`), and a new data directory each. */
export const test = base.extend<{ dataDir: string }, { labOptions: LabOptions; lab: Lab }>({
  labOptions: [{ engine: '20' }, { option: true, scope: 'worker' }],
  lab: [
    async ({ labOptions }, use) => {
      const lab = await startLab(labOptions);
      await use(lab);
      await lab.stop();
    },
    { scope: 'worker', timeout: FIRST_LAB_MS },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  dataDir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'botpier-main-job-'));
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },
});

const obstacle = labObstacle();

/** Leaves the file's tests out where no lab can be had, and says why. */
export function needsLab(): void {
  test.skip(obstacle !== undefined, obstacle);
}
