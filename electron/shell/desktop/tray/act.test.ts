import { describe, expect, it } from 'vitest';
import { AppError } from '../../../contract/errors';
import { BotId } from '../../../contract/ids';
import { LAST_MOMENT } from '../../../contract/settings';
import { createManualClock } from '../../../lib/manual-clock';
import { createStillApp } from '../../still-app';
import { createAct, pauseEnd } from './act';
import { testBot, testView } from './test-bot';
import type { TrayAction } from './tray-menu';

const bot = BotId.parse('aaaaaaaa');
const other = BotId.parse('bbbbbbbb');

function createRig(refuses = false) {
  const done: unknown[][] = [];
  const failures: unknown[] = [];
  const note =
    (name: string) =>
    async (...args: unknown[]) => {
      done.push([name, ...args.filter((arg) => arg !== undefined)]);
      if (refuses) throw new AppError('engineUnavailable');
    };
  const still = createStillApp();
  still.view.set(testView([testBot(), testBot({}, { id: other })]));
  const clock = createManualClock(1_000_000);
  const act = createAct({
    app: Promise.resolve({
      ...still,
      bots: { ...still.bots, start: note('start'), stop: note('stop'), restart: note('restart') },
      settings: { ...still.settings, patch: note('settings') },
    }),
    clock,
    open: (link) => done.push(['open', link]),
    openPanel: async (_app, ...which) => {
      done.push(['panel', ...which]);
    },
    reopen: () => done.push(['reopen']),
    leave: async () => {
      done.push(['leave']);
    },
    onFailure: (cause) => failures.push(cause),
  });
  return { act, done, failures };
}

describe('a click', () => {
  it.each<[TrayAction, unknown[][]]>([
    [{ do: 'open' }, [['open', {}]]],
    [{ do: 'open', page: 'logs', bot }, [['open', { page: 'logs', bot }]]],
    [{ do: 'start', bot, service: 'napcat' }, [['start', bot, 'napcat']]],
    [{ do: 'restart', bot, service: 'koishi' }, [['restart', bot, 'koishi']]],
    [
      { do: 'stop' },
      [
        ['stop', bot],
        ['stop', other],
      ],
    ],
    [{ do: 'openPanel', bot, service: 'napcat' }, [['panel', bot, 'napcat']]],
    [{ do: 'pause', until: 'hour' }, [['settings', { notifications: { pausedUntil: 4_600_000 } }]]],
    [{ do: 'resume' }, [['settings', { notifications: { pausedUntil: 0 } }]]],
    [{ do: 'reopen' }, [['reopen']]],
    [{ do: 'quit' }, [['leave']]],
  ])('%o', async (action, wanted) => {
    const { act, done, failures } = createRig();
    await act(action);
    expect([done, failures]).toEqual([wanted, []]);
  });

  it('that is refused opens the window, which says why', async () => {
    const { act, done, failures } = createRig(true);
    await act({ do: 'start', bot, service: 'napcat' });
    expect(failures).toEqual([new AppError('engineUnavailable')]);
    expect(done.at(-1)).toEqual(['open', { bot }]);
  });
});

it.each([
  ['always', new Date(2026, 10, 20, 9, 30), LAST_MOMENT],
  ['hour', new Date(2026, 10, 20, 23, 30), new Date(2026, 10, 21, 0, 30).getTime()],
  ['morning', new Date(2026, 10, 20, 23, 30), new Date(2026, 10, 21, 8).getTime()],
  ['morning', new Date(2026, 10, 20, 3, 0), new Date(2026, 10, 20, 8).getTime()],
  ['morning', new Date(2026, 10, 20, 8, 0), new Date(2026, 10, 21, 8).getTime()],
  ['morning', new Date(2026, 11, 31, 20, 0), new Date(2027, 0, 1, 8).getTime()],
] as const)('a pause until %s that begins at %s ends at %d', (until, now, end) => {
  expect(pauseEnd(until, now.getTime())).toBe(end);
});
