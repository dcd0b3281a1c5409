import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StackId } from '../../contract/ids';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

/** Changes the brain and waits for the end of that. */
async function change(stack: StackId) {
  const { id, lastChange } = test.bot();
  await test.call.bots.changeBrain({ bot: id, stack });
  return test.until(
    `the change to ${stack}`,
    (view) => !view.change && view.lastChange?.at !== lastChange?.at,
    30_000,
  );
}

/** Says something and answers what the bot says to it. */
async function ask(text: string): Promise<string> {
  const { controls } = test.rehearsal;
  const before = controls.view.get().chat.length;
  await controls.say('private', text);
  await test.until('an answer', () =>
    controls.view
      .get()
      .chat.slice(before)
      .some(({ from }) => from === 'bot'),
  );
  return controls.view.get().chat.at(-1)?.text ?? '';
}

const states = async () =>
  (await test.engine.containers.list()).map(({ service, labels, state }) =>
    [service, labels['io.botpier.purpose'], state].join(' '),
  );

it('goes to AstrBot and back, answering before, between and after, with one sign-in', async () => {
  await setUp(test);
  await test.until('the end of the wizard', (view) => !view.settingUp);
  await ask('一');
  const asked: string[] = [];
  test.app.view.subscribe((view) => {
    const state = view.bots[0]?.chain.find(({ id }) => id === 'login')?.state;
    if (state?.kind !== 'ok') asked.push(state?.kind ?? '');
  });
  const there = await change('astrbot');
  expect(there.lastChange).toMatchObject({ from: 'koishi', to: 'astrbot', result: 'done' });
  expect(there).toMatchObject({ stack: 'astrbot', tone: 'ok' });
  await ask('二');
  await test.app.idle();
  expect((await states()).sort()).toEqual([
    'astrbot service running',
    'koishi prepare exited',
    'koishi service exited',
    'napcat service running',
  ]);
  const back = await change('koishi');
  expect(back.lastChange).toMatchObject({ from: 'astrbot', to: 'koishi', result: 'done' });
  await ask('三');
  await test.app.idle();
  expect((await states()).sort()).toEqual([
    'astrbot service exited',
    'koishi prepare exited',
    'koishi service running',
    'napcat service running',
  ]);
  expect(asked).toEqual([]);
}, 60_000);
