import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from './create-test-app';
import { editDialling } from './test-messenger-panel';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const green = (within = 30_000) => test.until('a green chain', (view) => view.tone === 'ok', within);
const leavesGreen = () => test.until('it leaves green', (view) => view.tone !== 'ok', 30_000);
const says = (code: string) =>
  test.until(
    `the bridge says ${code}`,
    ({ chain }) =>
      chain.some(
        ({ id, state }) => id === 'bridge' && state.kind === 'broken' && state.diagnosis.code === code,
      ),
    45_000,
  );

it('goes from nothing to real replies, in private and in a group', async () => {
  await setUp(test, 'astrbot');
  expect(test.bot().chain.map((link) => link.state.kind)).toEqual(Array(8).fill('ok'));
  expect(test.bot().proof?.answer).toBeTruthy();
  expect(test.link('brain').detail).toMatch(/^AstrBot \d/);
  for (const [room, text] of [
    ['private', '你好，在吗'],
    ['group', '@小码 你是谁'],
  ] as const) {
    await test.rehearsal.controls.say(room, text);
    await test.until(`a reply in ${room}`, () =>
      test.rehearsal.controls.view.get().chat.some((line) => line.from === 'bot' && line.room === room),
    );
  }
});

it('is ready before the consent, and starts nothing', async () => {
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack: 'astrbot' });
  await test.until('the brain is ready', () => {
    const { state } = test.link('brain');
    return state.kind === 'off' && state.why === 'ready' && test.link('images').state.kind === 'ok';
  });
  expect(test.bot().services.map(({ state }) => state)).toEqual(['absent', 'absent']);
});

it('plans nothing for a bot that is as it should be', async () => {
  await setUp(test, 'astrbot');
  await test.app.idle();
  const plans = () => test.log.filter((line) => line.includes('plan:'));
  const before = plans().length;
  await test.restart();
  await green();
  expect(plans().slice(before)).toEqual([]);
});

it('comes back after the bridge was cut, and after the brain crashed', async () => {
  await setUp(test, 'astrbot');
  for (const fault of ['cutBridge', 'crashBrain'] as const) {
    await test.rehearsal.controls.fault(fault, true);
    await leavesGreen();
    await green(60_000);
  }
}, 120_000);

it('has a token that somebody edited: ours is written again on a click, or theirs is taken over', async () => {
  const bot = await setUp(test, 'astrbot');
  await editDialling(test, bot, { token: 'editedByHand123456' });
  await says('tokenDrift');
  await test.call.bots.fix({ bot, link: 'bridge', fix: 'rewriteOurs' });
  await green(60_000);
  await editDialling(test, bot, { token: 'editedByHand123456' });
  await says('tokenDrift');
  await test.call.bots.fix({ bot, link: 'bridge', fix: 'takeTheirs' });
  await green(90_000);
  expect(await test.secrets.get(`bot.${bot}.napcat.bridge`)).toBe('editedByHand123456');
}, 240_000);

it('takes the place of Koishi and gives it back, without a second scan', async () => {
  const bot = await setUp(test);
  const asked: string[] = [];
  test.app.view.subscribe((view) => {
    const state = view.bots[0]?.chain.find(({ id }) => id === 'login')?.state;
    if (state?.kind === 'needsYou') asked.push(state.ask.kind);
  });
  for (const stack of ['astrbot', 'koishi'] as const) {
    await test.call.bots.chooseStack({ bot, stack });
    await test.until(
      `a green chain with ${stack}`,
      (view) => view.tone === 'ok' && view.services.some(({ name }) => name === stack),
      60_000,
    );
    await test.app.idle();
    const up = (await test.engine.containers.list()).filter(({ state }) => state === 'running');
    expect(up.map(({ service }) => service).sort()).toEqual([stack, 'napcat'].sort());
  }
  expect(asked).toEqual([]);
}, 150_000);
