import { describe, expect, it } from 'vitest';
import type { StackId } from '../../contract/ids';
import type { TestApp } from '../create-test-app';
import { countChanges, eachMoment, killAt, withApp } from '../test-kills';
import { changeTo, expectAnswers, listContainers, setUpToChange, watchSignIn } from './test-change';

/** Whoever answers is one of the two, on a green chain; the other one rests, and nothing is left over. */
async function expectWhole(test: TestApp): Promise<StackId> {
  const { stack } = await test.until('a green chain', (view) => view.tone === 'ok' && !view.change, 20_000);
  if (!stack) throw new Error('the bot has no brain');
  await expectAnswers(test, stack);
  const allowed = [
    'napcat service running',
    `${stack} service running`,
    `${stack === 'koishi' ? 'astrbot' : 'koishi'} service exited`,
    `${stack === 'koishi' ? 'astrbot' : 'koishi'} service created`,
    'koishi prepare exited',
  ];
  expect((await listContainers(test)).filter((one) => !allowed.includes(one))).toEqual([]);
  return stack;
}

describe('a kill', () => {
  it.each<[StackId, StackId]>([
    ['koishi', 'astrbot'],
    ['astrbot', 'koishi'],
  ])(
    'while %s is changed for %s leaves one of the two answering, with no second scan',
    async (from, to) => {
      const changes = await withApp(async (test) => {
        await setUpToChange(test, from);
        return countChanges(test, () => changeTo(test, to));
      });
      expect(changes).toBeGreaterThan(4);
      await eachMoment(changes, (n, moment) =>
        withApp(async (test) => {
          await setUpToChange(test, from);
          const killed = killAt(test, n, moment);
          const changing = changeTo(test, to).catch(() => undefined);
          await Promise.race([killed, changing]);
          await test.restart('kill');
          const asked = watchSignIn(test);
          const stack = await expectWhole(test);
          expect(test.bot().lastChange?.result).toBe(stack === to ? 'done' : 'returned');
          if (stack === from) {
            expect(await changeTo(test, to)).toMatchObject({ result: 'done' });
            expect(await expectWhole(test)).toBe(to);
          }
          // And the way back, warm.
          expect(await changeTo(test, from)).toMatchObject({ result: 'done' });
          await expectWhole(test);
          expect(asked).toEqual([]);
        }),
      );
    },
    300_000,
  );
});
