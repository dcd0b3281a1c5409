import { describe, expect, test } from 'vitest';
import type { NotificationKind } from '../../contract/notification';
import type { BotView } from '../../contract/view';
import { decide, UNWATCHED, type Watched } from './decide';
import { offline, scanning, testBotView, well } from './test-bot-view';

const MINUTE = 60_000;
const never = () => false;

/** Looks at a bot as a notifier does: at each change, and when it is due. */
function watch(hushed: (kind: NotificationKind) => boolean = never) {
  let now = 1_000_000_000;
  let watched: Watched = UNWATCHED;
  let bot: BotView = well();
  let lookAt: number | undefined;
  const told: { kind: NotificationKind; at: number }[] = [];
  const start = now;
  const look = () => {
    const decision = decide(watched, bot, now, hushed);
    watched = decision.watched;
    lookAt = decision.lookAt;
    if (decision.tell) told.push({ kind: decision.tell.kind, at: now - start });
  };
  return {
    told,
    kinds: () => told.map(({ kind }) => kind),
    /** The bot becomes `next` and stays so for `ms`. */
    stays(next: BotView, ms: number) {
      bot = next;
      const end = now + ms;
      look();
      while (lookAt !== undefined && lookAt <= end) {
        now = lookAt;
        look();
      }
      now = end;
      look();
    },
  };
}

test.each<[string, BotView, NotificationKind, number]>([
  ['kicked', offline(), 'offline', 30_000],
  ['a scan is needed', scanning(), 'needsScan', 10_000],
  ['the bridge is cut', testBotView({ bridge: 'bridgeDown' }), 'bridgeBroken', 60_000],
  ['the model refuses', testBotView({ model: 'keyNoQuota' }), 'modelBroken', 60_000],
  ['the bot does not answer', testBotView({ reply: 'replySilent' }), 'modelBroken', 60_000],
  ['the engine is gone', testBotView({ engine: 'engineGone' }), 'down', 60_000],
  ['the brain crashes', testBotView({ brain: 'containerCrashes' }), 'down', 60_000],
])('%s: told once, after a while, and that it is back', (_, trouble, kind, patience) => {
  const seen = watch();
  seen.stays(well(), MINUTE);
  seen.stays(trouble, 60 * MINUTE);
  expect(seen.told).toEqual([{ kind, at: MINUTE + patience }]);
  seen.stays(well(), 2 * MINUTE);
  expect(seen.kinds()).toEqual([kind, 'back']);
});

describe('nothing is told', () => {
  test('of what mends itself', () => {
    const seen = watch();
    for (let n = 0; n < 20; n++) {
      seen.stays(testBotView({ bridge: 'bridgeDown' }), 59_000);
      seen.stays(well(), 10 * MINUTE);
    }
    expect(seen.told).toEqual([]);
  });

  test('while it is set up, or rests on purpose', () => {
    const seen = watch();
    seen.stays({ ...scanning(), settingUp: true }, 60 * MINUTE);
    seen.stays({ ...offline(), intent: 'stopped' }, 60 * MINUTE);
    seen.stays(well(), 60 * MINUTE);
    expect(seen.told).toEqual([]);
  });

  test('of the way back of something that was never told', () => {
    const seen = watch();
    seen.stays(offline(), 29_000);
    seen.stays(well(), 60 * MINUTE);
    expect(seen.told).toEqual([]);
  });

  test('twice in a row', () => {
    const seen = watch();
    for (let n = 0; n < 50; n++) {
      seen.stays(offline(), 2 * MINUTE);
      seen.stays(well(), 30_000);
    }
    expect(seen.kinds()).toEqual(['offline']);
  });
});

test('one trouble becomes another: both are told, and one way back', () => {
  const seen = watch();
  seen.stays(offline(), MINUTE);
  seen.stays(scanning(), MINUTE);
  seen.stays(well(), 10 * MINUTE);
  expect(seen.told).toEqual([
    { kind: 'offline', at: 30_000 },
    { kind: 'needsScan', at: MINUTE + 10_000 },
    { kind: 'back', at: 7 * MINUTE },
  ]);
});

test('what is hushed is told later, when it is still so', () => {
  let quiet = true;
  const seen = watch(() => quiet);
  seen.stays(offline(), 60 * MINUTE);
  expect(seen.told).toEqual([]);
  quiet = false;
  seen.stays(offline(), MINUTE);
  expect(seen.kinds()).toEqual(['offline']);
});

test.each([
  ['quick', 3_000, 3_000],
  ['slower than patience', 70_000, 20_000],
  ['with calm between', 70_000, 70_000],
  ['long on both sides', 5 * MINUTE, 5 * MINUTE],
  ['well for hours between', 2 * MINUTE, 3 * 60 * MINUTE],
])('a storm of 1,000 flaps, %s: at most 5 within any 24 hours', (_, badMs, wellMs) => {
  const seen = watch();
  const troubles = [
    offline(),
    scanning(),
    testBotView({ bridge: 'bridgeDown' }),
    testBotView({ model: 'modelUnreachable' }),
  ];
  for (let n = 0; n < 1_000; n++) {
    seen.stays(troubles[n % troubles.length] ?? offline(), badMs);
    seen.stays(well(), wellMs);
  }
  const within24h = seen.told.map(
    ({ at }) => seen.told.filter((other) => other.at >= at && other.at < at + 24 * 60 * MINUTE).length,
  );
  expect(Math.max(0, ...within24h)).toBeLessThanOrEqual(5);
});
