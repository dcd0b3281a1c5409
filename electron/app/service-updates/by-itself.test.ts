import { afterEach, describe, expect, it } from 'vitest';
import { createJumpingClock, type JumpingClock } from '../../lib/jumping-clock';
import { koishiStack } from '../../stacks/koishi';
import { ask, expectAnswers } from '../brain-change/test-change';
import { createTestApp, type TestApp } from '../create-test-app';
import { badBrains } from './bad-images';
import { offer, setUpToUpdate, untilEnded, untilPhase, withRegistry } from './test-update';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Noon by this computer's time, on a day on which no clock is changed. */
const NOON = new Date(2026, 0, 15, 12).getTime();
const NIGHT = NOON + 15 * HOUR + 30 * MINUTE;

let clock: JumpingClock;
let test: TestApp;
/** References that were asked about. */
let asked: string[];

async function start(): Promise<void> {
  clock = createJumpingClock(NOON);
  test = await createTestApp({ clock });
  withRegistry(test);
  asked = [];
  const { digestOf } = test.ports;
  test.ports.digestOf = (reference, mirrors, signal) => {
    asked.push(reference);
    return digestOf?.(reference, mirrors, signal) ?? Promise.resolve(undefined);
  };
  await test.restart();
  await setUpToUpdate(test);
  asked.length = 0;
}
afterEach(() => test.close());

const bot = () => test.bot().id;
const policy = (policy: 'ask' | 'night' | 'pinned') =>
  test.call.serviceUpdates.policy({ bot: bot(), policy });
const koishi = () => test.bot().versions.services.find((one) => one.service === 'koishi');

/** Puts the clock to that moment, and has the bot looked at when it is well again. */
async function goTo(at: number): Promise<void> {
  clock.jump(at - clock.now());
  await test.until('a green chain', (view) => view.tone === 'ok', 30_000);
  // Whatever is to begin by itself begins when the bot is looked at.
  await test.call.bots.patch({ bot: bot(), patch: { name: `at ${at}` } });
  await test.app.idle();
}

const nothingBegun = () => {
  expect(test.bot().versions.update).toBeUndefined();
  expect(test.bot().versions.last).toBeUndefined();
};

describe('at night', () => {
  it('a bot is updated by itself, between three and five and not before', async () => {
    await start();
    await policy('night');
    await offer(test, 'good');
    await goTo(NOON + HOUR);
    nothingBegun();
    await goTo(NOON + 14 * HOUR + 55 * MINUTE);
    nothingBegun();
    const before = koishi()?.offer?.digest;
    const ended = untilEnded(test);
    clock.jump(NIGHT - clock.now());
    expect(await ended).toMatchObject({ service: 'koishi', result: 'done' });
    await expectAnswers(test, 'koishi');
    expect(koishi()?.now.digest).toBe(before);
  }, 60_000);

  it('it is not after five', async () => {
    await start();
    await policy('night');
    await goTo(NOON + 17 * HOUR + MINUTE);
    await offer(test, 'good');
    await goTo(NOON + 18 * HOUR);
    nothingBegun();
  }, 60_000);

  it.each(['ask', 'pinned'] as const)(
    'it is not where the choice is %s',
    async (choice) => {
      await start();
      await policy(choice);
      await offer(test, 'good');
      await goTo(NIGHT);
      nothingBegun();
      expect(koishi()?.offer).toBeDefined();
    },
    60_000,
  );

  it('it waits until nobody has talked to it for a quarter of an hour', async () => {
    await start();
    await goTo(NIGHT);
    await policy('night');
    await ask(test, '还醒着吗');
    await offer(test, 'good');
    await goTo(NIGHT + 5 * MINUTE);
    nothingBegun();
    const ended = untilEnded(test);
    clock.jump(12 * MINUTE);
    expect(await ended).toMatchObject({ result: 'done' });
  }, 60_000);

  it('it is left alone with what its user said no to, and while it is stopped', async () => {
    await start();
    await policy('night');
    await offer(test, 'good');
    await test.call.serviceUpdates.dismiss({ bot: bot(), service: 'koishi' });
    await goTo(NIGHT);
    nothingBegun();
    await offer(test, 'better');
    await test.call.bots.stop({ bot: bot() });
    clock.jump(10 * MINUTE);
    await test.app.idle();
    nothingBegun();
  }, 60_000);

  it('what came to grief is not followed by the next one in the same night', async () => {
    await start();
    await policy('night');
    await goTo(NIGHT);
    const ended = untilEnded(test);
    await offer(test, 'bad', badBrains('/koishi/data/koishi.db')['does not start'], koishiStack.brain);
    clock.jump(MINUTE);
    await untilPhase(test, 'starting');
    const hurry = setInterval(() => clock.jump(MINUTE), 1_000);
    const last = await ended.finally(() => clearInterval(hurry));
    expect(last).toMatchObject({ result: 'returned' });
    await expectAnswers(test, 'koishi');
    await offer(test, 'good');
    await goTo(clock.now() + 20 * MINUTE);
    expect(test.bot().versions.last?.at).toBe(last.at);
    const next = untilEnded(test);
    clock.jump(NIGHT + 24 * HOUR - clock.now());
    expect(await next).toMatchObject({ result: 'done' });
  }, 90_000);
});

describe('once a day', () => {
  it('newer versions are looked for, the first time soon after the start', async () => {
    await start();
    clock.jump(3 * MINUTE);
    await test.until('a look', ({ versions }) => versions.lookedAt !== undefined && !versions.isLooking);
    expect(new Set(asked)).toEqual(new Set([koishiStack.messenger.image, koishiStack.brain.image]));
    asked.length = 0;
    await goTo(clock.now() + 12 * HOUR);
    expect(asked).toEqual([]);
    clock.jump(12 * HOUR);
    await expect.poll(() => asked.length).toBe(2);
    clock.jump(24 * HOUR);
    await expect.poll(() => asked.length).toBe(4);
  }, 60_000);

  it('they are not where the version is to stay', async () => {
    await start();
    await policy('pinned');
    await goTo(clock.now() + 3 * MINUTE);
    await goTo(clock.now() + 25 * HOUR);
    expect(asked).toEqual([]);
    await policy('ask');
    clock.jump(24 * HOUR);
    await expect.poll(() => asked.length).toBe(2);
  }, 60_000);
});
