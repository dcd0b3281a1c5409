import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { bringUp, running } from '../brain-swap/swap';
import type { Lab } from '../lab/start-lab';
import { runBotpier } from '../main-job/botpier';
import { needsLab, test } from '../main-job/lab-test';
import { createRandom } from '../main-job/random';
import { findService } from '../main-job/world';
import { named } from './bad-images';
import { leaveMark, lookAtAll, readMarks, talkAbout } from './bot-state';

needsLab();
test.use({ labOptions: { engine: '20', pace: 'fast' } });

/** How many kills, and what the moments are drawn from: `npm run e2e -- updates --kills 20 --seed 7`. */
const { BOTPIER_KILLS: COUNT = '2', BOTPIER_KILLS_SEED: SEED = '1' } = process.env;
const ROUND_MS = 4 * 60_000;
test.setTimeout((Number(COUNT) + 2) * ROUND_MS);

test(`${COUNT} kills while a service is updated (seed ${SEED})`, async ({ lab, dataDir }) => {
  const random = createRandom(Number(SEED));
  await bringUp(lab, dataDir);
  // Once without a kill: so long it takes, and so much is there afterwards.
  await publish(lab, 'first');
  const first = update(lab, dataDir);
  expect(await first.ended, first.output).toBe(0);
  const tookMs = first.events.at(-1)?.t ?? 0;
  const { runs: _, images: __, ...whole } = await lookAtAll(lab);
  const ends: string[] = [];

  for (let kill = 1; kill <= Number(COUNT); kill++) {
    const atMs = Math.round(random() * tookMs);
    await test.step(`kill ${kill}, ${atMs} ms after the wish`, async () => {
      const word = `kill ${kill} ${Date.now()}`;
      await leaveMark(lab, word);
      await talkAbout(lab, `记住，暗号是 ${word}`);
      const [old, fresh] = [(await findService(lab.docker, 'koishi')).Image, await publish(lab, word)];
      const run = update(lab, dataDir);
      await Promise.race([run.ended, delay(atMs)]);
      run.kill();
      await run.ended;
      const phase = run.events.findLast(({ event }) => event === 'update');
      const what = `${phase?.event === 'update' ? phase.phase : 'nothing yet'} at ${atMs} ms`;

      const up = await bringUp(lab, dataDir);
      expect(
        up.events.filter(({ event }) => event === 'qr'),
        what,
      ).toEqual([]);
      expect(await running(lab), what).toEqual(['koishi', 'napcat']);
      const now = await findService(lab.docker, 'koishi');
      const status = runBotpier(lab, ['update', 'koishi', '--check', '--data-dir', dataDir]);
      expect(await status.ended, status.output).toBe(0);
      const told = status.events.find((event) => event.event === 'versions');
      const digest = told?.event === 'versions' ? told.services[0]?.now.digest : undefined;
      const isNew = digest === fresh;
      expect(now.Image === old, what).toBe(!isNew);
      const { runs, images, ...rest } = await lookAtAll(lab);
      expect(rest, what).toEqual(whole);
      expect(await talkAbout(lab, `暗号是什么，${Date.now()}`), what).toContain(word);
      expect(await readMarks(lab), what).toEqual([word, word]);
      ends.push(`${what}: ${isNew ? 'new' : 'old'}`);
    });
  }
  // One that goes well clears up after those that were cut off: what runs, what ran before, and what a new bot gets.
  await publish(lab, 'last');
  const last = update(lab, dataDir);
  expect(await last.ended, last.output).toBe(0);
  const images = await lab.docker('image', 'ls', '--no-trunc', '--format', '{{.Repository}} {{.ID}}');
  const koishi = images.split('\n').filter((line) => line.includes('koishi'));
  // A kill right after an update has gone well may leave what ran before the one before it.
  const left = ends.filter((end) => end.endsWith('new')).length;
  expect(new Set(koishi.map((line) => line.split(' ')[1])).size).toBeLessThanOrEqual(3 + left);
  test.info().annotations.push({ type: 'ends', description: ends.join('; ') });
});

const publish = (lab: Lab, word: string) => lab.publish('koishi', (good) => named(good, word));

const update = (lab: Lab, dataDir: string) => runBotpier(lab, ['update', 'koishi', '--data-dir', dataDir]);
