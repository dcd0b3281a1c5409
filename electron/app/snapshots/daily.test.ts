import { describe, expect, it } from 'vitest';
import { AppError } from '../../contract/errors';
import { BotId } from '../../contract/ids';
import { type Clock, systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import type { BotRuntime } from '../bot/bot-runtime';
import { createTestApp, setUp } from '../create-test-app';
import { createDaily } from './daily';

const HOUR = 3_600_000;
const id = BotId.parse('abcd1234');

function setUpDaily() {
  const clock = createManualClock();
  const taken: number[] = [];
  const failures: string[] = [];
  const bot = {
    tone: 'ok',
    isOn: true,
    intent: 'running',
    firstReply: { at: clock.now() } as { at: number } | undefined,
    failsWith: undefined as Error | undefined,
  };
  const runtime = {
    record: {
      get: () => ({
        id,
        snapshots: { daily: bot.isOn, keep: 7 },
        firstReply: bot.firstReply,
        intent: bot.intent,
      }),
    },
    view: () => ({ tone: bot.tone }),
  } as unknown as BotRuntime;
  const daily = createDaily({
    clock,
    log: () => {},
    runtimes: () => [runtime],
    isBusy: () => false,
    lastOf: async () => taken.at(-1),
    async take() {
      if (bot.failsWith) throw bot.failsWith;
      taken.push(clock.now());
    },
    onFailure: (_, { code }) => failures.push(code),
  });
  daily.look();
  return { clock, daily, taken, failures, bot };
}

describe('once a day', () => {
  it('one is taken, the first a day after the first reply', async () => {
    const { clock, taken } = setUpDaily();
    await clock.advance(23 * HOUR);
    expect(taken.length).toBe(0);
    await clock.advance(1.5 * HOUR);
    expect(taken.length).toBe(1);
    await clock.advance(72 * HOUR);
    expect(taken.length).toBeGreaterThanOrEqual(3);
    expect(taken.length).toBeLessThanOrEqual(4);
  });

  it('none is taken of a bot that is not well, is stopped, never answered, or does not want it', async () => {
    for (const change of [
      { tone: 'bad' },
      { intent: 'stopped' },
      { firstReply: undefined },
      { isOn: false },
    ] as const) {
      const { clock, taken, bot } = setUpDaily();
      Object.assign(bot, change);
      await clock.advance(48 * HOUR);
      expect(taken, JSON.stringify(change)).toEqual([]);
    }
  });

  it('what failed is told, and tried again after an hour, not at once', async () => {
    const { clock, taken, failures, bot } = setUpDaily();
    bot.failsWith = new AppError('diskFull');
    await clock.advance(24.5 * HOUR);
    expect(failures).toEqual(['diskFull']);
    bot.failsWith = undefined;
    await clock.advance(0.4 * HOUR);
    expect(taken.length).toBe(0);
    await clock.advance(HOUR);
    expect(taken.length).toBe(1);
  });

  it('closed, it takes none', async () => {
    const { clock, daily, taken } = setUpDaily();
    daily.close();
    await clock.advance(48 * HOUR);
    expect(taken).toEqual([]);
  });
});

it('in the app a day later there is one, and what was before a restore goes a day after all is well', async () => {
  let ahead = 0;
  const clock: Clock = { now: () => Date.now() + ahead, after: systemClock.after };
  const test = await createTestApp({ clock });
  try {
    const bot = await setUp(test);
    await test.app.idle();
    expect(test.bot().snapshots.count).toBe(0);
    ahead += 25 * HOUR;
    await test.call.bots.patch({ bot, patch: { name: 'a day later' } });
    await test.until('a snapshot', ({ snapshots }) => snapshots.count === 1);
    await test.app.idle();
    const [daily] = await test.call.snapshots.list({ bot });
    expect(daily).toMatchObject({ reason: 'daily' });

    await test.call.snapshots.restore({ bot, snapshot: daily?.id ?? '', mayStop: false });
    await test.until('a restored bot', (view) => view.tone === 'ok' && view.snapshots.restored !== undefined);
    await test.app.idle();
    const volumes = (await test.engine.volumes.list(bot)).length;
    ahead += 25 * HOUR;
    await test.call.bots.patch({ bot, patch: { name: 'two days later' } });
    await test.until('no way back', ({ snapshots }) => snapshots.restored === undefined);
    await expect.poll(async () => (await test.engine.volumes.list(bot)).length).toBeLessThan(volumes);
  } finally {
    await test.close();
  }
}, 40_000);
