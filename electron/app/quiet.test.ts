import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from './create-test-app';
import { CHANGES } from './testing-host';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const plans = () => test.log.filter((line) => line.includes('plan:')).length;
/** What the user has paid for so far. */
const questions = () => test.rehearsal.simulators.model.questions.length;

it('says nothing, changes nothing and asks no model while nothing has changed', async () => {
  const bot = await setUp(test);
  await test.app.idle();
  const [planned, asked] = [plans(), questions()];
  let views = 0;
  const changes: string[] = [];
  test.app.view.subscribe(() => {
    views += 1;
  });
  test.host.before = (call) => {
    if (CHANGES.test(call)) changes.push(call);
  };
  for (let n = 0; n < 5; n++) {
    await test.call.bots.patch({ bot, patch: {} });
    await test.app.engine.look();
    await test.call.settings.patch({});
    await test.call.bots.start({ bot });
    await test.app.idle();
  }
  expect({ views, changes, plans: plans() - planned, asked: questions() - asked }).toEqual({
    views: 0,
    changes: [],
    plans: 0,
    asked: 0,
  });
});

it('asks the model twice for a set-up, and twice for a start of the app', async () => {
  await setUp(test);
  await test.app.idle();
  expect(questions()).toBe(2);
  await test.restart();
  await test.until('a green chain again', (view) => view.tone === 'ok');
  await test.app.idle();
  expect(questions()).toBe(4);
});

it('brings only the brain up again for another persona', async () => {
  const bot = await setUp(test);
  const changes: string[] = [];
  test.host.before = (call, [what]) => {
    if (call === 'containers.create') changes.push((what as { name: string }).name);
  };
  await test.call.bots.patch({ bot, patch: { persona: { preset: 'catgirl' } } });
  await test.until('a replacement', (view) => view.tone !== 'ok');
  await test.until('a green chain', (view) => view.tone === 'ok');
  expect(changes.every((name) => name.includes('koishi'))).toBe(true);
  expect(changes.some((name) => name.endsWith('-next'))).toBe(true);
});
