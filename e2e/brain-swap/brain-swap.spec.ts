import { expect } from '@playwright/test';
import { needsLab, test } from '../main-job/lab-test';
import { findService, listBelongings } from '../main-job/world';
import { bringUp, running, swap } from './swap';
import { talkOn } from './talk';

needsLab();
test.use({ labOptions: { engine: '26', pace: 'fast', brains: ['koishi', 'astrbot'] } });
test.setTimeout(15 * 60_000);

/** From the last answer of the one brain to the first of the other. */
const SILENCE_MS = 10_000;

test('Koishi, AstrBot, Koishi: answers before, between and after, one sign-in', async ({ lab, dataDir }) => {
  const phone = lab.phone();
  const up = await bringUp(lab, dataDir);
  expect(up.events.filter(({ event }) => event === 'qr')).toHaveLength(1);
  expect((await phone.ask('一')).text).not.toBe('');
  const messenger = await findService(lab.docker, 'napcat');
  const silences: number[] = [];

  // The second time there and back, everything is warm.
  for (const to of ['astrbot', 'koishi', 'astrbot', 'koishi'] as const) {
    await test.step(`to ${to}`, async () => {
      const talk = await talkOn(phone);
      const run = await swap(lab, dataDir, to);
      const { longestSilenceMs, answers } = await talk.end();
      silences.push(longestSilenceMs);
      expect(
        answers.filter((count) => count > 1),
        'nobody is answered twice',
      ).toEqual([]);
      expect(await running(lab)).toEqual([to, 'napcat'].sort());
      expect(run.events.filter(({ event }) => event === 'qr')).toEqual([]);
      expect((await phone.ask(`在吗，${to}`)).text).not.toBe('');
    });
  }
  test.info().annotations.push({ type: 'silence', description: `${silences.join(', ')} ms` });
  expect(Math.max(...silences)).toBeLessThan(SILENCE_MS);
  const { Id } = await findService(lab.docker, 'napcat');
  expect(Id).toBe(messenger.Id);
  expect((await listBelongings(lab.docker)).containers).toEqual([
    'botpier-astrbot',
    'botpier-koishi',
    'botpier-koishi-prepare',
    'botpier-napcat',
  ]);
});
