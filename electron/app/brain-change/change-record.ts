import type { Bot } from '../../contract/bot';
import type { LastBrainChange } from '../../contract/brain-change';
import type { ServiceName, StackId } from '../../contract/ids';

/** How a change of brain ended. */
export type ChangeEnd = Pick<LastBrainChange, 'result' | 'diagnosis'>;

/** What was being done when BotPier itself ended: the brain that answered before answers again. */
export const INTERRUPTED: ChangeEnd = {
  result: 'returned',
  diagnosis: { code: 'changeInterrupted', params: {}, evidence: [] },
};

/** The new brain is to be made ready beside the one that answers; `service` is its name, stopped before or not. */
export function beginChange(
  bot: Bot,
  from: StackId,
  { to, service }: { to: StackId; service: ServiceName },
  now: number,
): Bot {
  const stopped = bot.stopped.filter((name) => name !== service);
  return { ...bot, stopped, change: { from, to, since: now, stage: 'readying' } };
}

/** The new brain is the one that answers, for a trial. */
export function tryNew(bot: Bot): Bot {
  return bot.change ? { ...bot, stack: bot.change.to, change: { ...bot.change, stage: 'trying' } } : bot;
}

/** The old brain is the one that answers again; why is kept, should BotPier end before it is told. */
export function turnBack(bot: Bot, end: ChangeEnd): Bot {
  return bot.change
    ? { ...bot, stack: bot.change.from, change: { ...bot.change, stage: 'returning', end } }
    : bot;
}

/** Nothing is changed any more: one of the two answers, the other one rests. */
export function settleChange(bot: Bot, end: ChangeEnd, now: number): Bot {
  if (!bot.change) return bot;
  const { from, to } = bot.change;
  const [stack, other] = end.result === 'done' ? [to, from] : [from, to];
  // One that was not even started has rested all along.
  const since = end.result === 'done' ? now : (bot.resting.find((one) => one.stack === other)?.since ?? now);
  const { change: _, ...rest } = bot;
  return {
    ...rest,
    stack,
    resting: [
      ...bot.resting.filter((one) => one.stack !== from && one.stack !== to),
      { stack: other, since },
    ],
    lastChange: { from, to, at: now, ...end },
  };
}

/** The brain that is made ready, or kept running, beside the one that answers. */
export function stackBeside({ stack, change }: Bot): StackId | undefined {
  if (!change) return undefined;
  return stack === change.to ? change.from : change.to;
}
