import { describe, expect, it } from 'vitest';
import { testBot } from '../../chain/test-world';
import type { Bot } from '../../contract/bot';
import type { StackId } from '../../contract/ids';
import { beginChange, INTERRUPTED, settleChange, stackBeside, tryNew, turnBack } from './change-record';

const begin = (bot: Bot, from: StackId, to: StackId, now: number) =>
  beginChange(bot, from, { to, service: to }, now);
const begun = begin(testBot, 'koishi', 'astrbot', 1);
const shows = ({ stack, change, resting, lastChange }: Bot) => ({
  stack,
  stage: change?.stage,
  resting: resting.map((one) => `${one.stack} ${one.since}`),
  result: lastChange?.result,
});

describe('what is on disk of a change', () => {
  it('names who answers and who is beside at each stage', () => {
    const stages = [begun, tryNew(begun), turnBack(tryNew(begun), { result: 'cancelled' })];
    expect(stages.map((bot) => [bot.change?.stage, bot.stack, stackBeside(bot)])).toEqual([
      ['readying', 'koishi', 'astrbot'],
      ['trying', 'astrbot', 'koishi'],
      ['returning', 'koishi', 'astrbot'],
    ]);
  });

  it.each<[string, Bot, ReturnType<typeof shows>]>([
    [
      'done',
      settleChange(tryNew(begun), { result: 'done' }, 5),
      { stack: 'astrbot', stage: undefined, resting: ['koishi 5'], result: 'done' },
    ],
    [
      'cut short while readying',
      settleChange(begun, INTERRUPTED, 5),
      { stack: 'koishi', stage: undefined, resting: ['astrbot 5'], result: 'returned' },
    ],
    [
      'cut short while trying',
      settleChange(tryNew(begun), INTERRUPTED, 5),
      { stack: 'koishi', stage: undefined, resting: ['astrbot 5'], result: 'returned' },
    ],
  ])('%s', (_, bot, expected) => {
    expect(shows(bot)).toEqual(expected);
  });

  it('lets one that has rested before rest since then, when nothing came of it', () => {
    const there = settleChange(tryNew(begun), { result: 'done' }, 5);
    const back = settleChange(begin(there, 'astrbot', 'koishi', 6), { result: 'cancelled' }, 7);
    expect(shows(back)).toMatchObject({ stack: 'astrbot', resting: ['koishi 5'] });
    const returned = settleChange(tryNew(begin(there, 'astrbot', 'koishi', 6)), { result: 'done' }, 9);
    expect(shows(returned)).toMatchObject({ stack: 'koishi', resting: ['astrbot 9'] });
  });

  it('wishes for a brain that somebody had stopped', () => {
    const stopped = { ...testBot, stopped: ['astrbot' as const, 'gateway' as const] };
    expect(begin(stopped, 'koishi', 'astrbot', 1).stopped).toEqual(['gateway']);
  });

  it('changes nothing where nothing is changed', () => {
    for (const bot of [
      tryNew(testBot),
      turnBack(testBot, INTERRUPTED),
      settleChange(testBot, INTERRUPTED, 1),
    ])
      expect(bot).toBe(testBot);
  });
});
