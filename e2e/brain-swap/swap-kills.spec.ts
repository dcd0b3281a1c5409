import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { needsLab, test } from '../main-job/lab-test';
import { createRandom } from '../main-job/random';
import { listBelongings } from '../main-job/world';
import { type Brain, beginSwap, bringUp, otherOf, running, swap } from './swap';

needsLab();
test.use({ labOptions: { engine: '20', pace: 'fast', brains: ['koishi', 'astrbot'] } });

/** How many kills, and what the moments are drawn from: `npm run e2e -- brain-swap --kills 50 --seed 7`. */
const { BOTPIER_KILLS: COUNT = '3', BOTPIER_KILLS_SEED: SEED = '1' } = process.env;
const SETUP_MS = 10 * 60_000;
const SWAP_MS = 3 * 60_000;
test.setTimeout(SETUP_MS + Number(COUNT) * SWAP_MS);

test(`${COUNT} kills while brains change (seed ${SEED})`, async ({ lab, dataDir }) => {
  const random = createRandom(Number(SEED));
  const phone = lab.phone();
  await bringUp(lab, dataDir);
  // Once there and back without a kill, so that all that comes is warm, and known to take so long.
  const took: Record<Brain, number> = { koishi: 0, astrbot: 0 };
  for (const to of ['astrbot', 'koishi', 'astrbot', 'koishi'] as const) {
    const run = await swap(lab, dataDir, to);
    took[to] = run.events.at(-1)?.t ?? 0;
  }
  const whole = await listBelongings(lab.docker);
  let now: Brain = 'koishi';
  const ends: string[] = [];

  for (let kill = 1; kill <= Number(COUNT); kill++) {
    const to = otherOf(now);
    const atMs = Math.round(random() * took[to]);
    await test.step(`kill ${kill}, ${atMs} ms after the wish for ${to}`, async () => {
      const swapping = beginSwap(lab, dataDir, to);
      await Promise.race([swapping.ended, delay(atMs)]);
      swapping.kill();
      await swapping.ended;
      const phase = swapping.events.findLast(({ event }) => event === 'change');
      const what = `${phase?.event === 'change' ? phase.phase : 'nothing yet'} at ${atMs} ms`;

      const up = await bringUp(lab, dataDir, now);
      expect(up.events.filter(({ event }) => event === 'qr')).toEqual([]);
      const all = await running(lab);
      const answering = all.find((name) => name !== 'napcat') as Brain;
      expect(all, what).toEqual([answering, 'napcat'].sort());
      expect(await listBelongings(lab.docker), what).toEqual(whole);
      const asked = lab.model.questions.length;
      expect((await phone.ask(`还在吗，第${kill}次`)).text, what).not.toBe('');
      const questions = lab.model.questions.slice(asked).filter(({ text }) => text.includes(`第${kill}次`));
      expect(questions, what).toHaveLength(1);
      ends.push(`${what}: ${answering === to ? 'done' : 'back'}`);
      now = answering;
      // Each kill begins from the other brain than the one before, whoever won.
      if (answering !== to) {
        await swap(lab, dataDir, to);
        now = to;
      }
    });
  }
  test.info().annotations.push({ type: 'ends', description: ends.join('; ') });
});
