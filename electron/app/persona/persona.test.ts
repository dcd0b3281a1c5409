import { afterEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

let test: TestApp;
afterEach(() => test.close());

const CAPTAIN = { preset: 'custom', text: '你是老船长，说话简短。', nickname: '船长' } as const;
const containers = async () => (await test.engine.containers.list()).map(({ id, state }) => `${id} ${state}`);

it.each([
  ['koishi', /^你是老船长，说话简短。\n今天是 \d{4}-\d\d-\d\d。$/],
  ['astrbot', /^你是老船长，说话简短。$/],
] as const)('a persona is looked at and tried without becoming the bot’s (%s)', async (stack, prompt) => {
  test = await createTestApp();
  const bot = await setUp(test, stack);
  const before = [test.bot().persona, await containers()];
  const words = await test.call.persona.words({ bot, persona: CAPTAIN });
  expect(words.text).toBe(CAPTAIN.text);
  expect(words.prompt).toMatch(prompt);
  const said = await test.call.persona.preview({ bot, persona: CAPTAIN, text: '只回答“靠岸”' });
  expect(said.answer).toBe('靠岸');
  await test.app.idle();
  expect([test.bot().persona, await containers()]).toEqual(before);
});

it('the words of a built-in one can be copied before there is a brain, which then cannot be asked', async () => {
  test = await createTestApp();
  const { id: bot, persona } = test.bot();
  const { text } = await test.call.persona.words({ bot, persona: { ...persona, preset: 'catgirl' } });
  expect(text).toContain(`你叫${persona.nickname}`);
  await expect(test.call.persona.preview({ bot, persona, text: '在吗' })).rejects.toMatchObject({
    cause: { code: 'notAllowed' },
  });
});

it('own personas are kept, in bounds', async () => {
  test = await createTestApp();
  const own = { id: 'captain1', name: '老船长', text: CAPTAIN.text };
  await test.call.settings.patch({ personas: [own] });
  await test.restart();
  expect(test.app.view.get().settings.personas).toEqual([own]);
  for (const wrong of [
    { ...own, id: '../etc' },
    { ...own, name: ' ' },
    { ...own, text: 'x'.repeat(20_001) },
  ]) {
    await expect(test.call.settings.patch({ personas: [wrong] })).rejects.toThrow();
  }
  await expect(
    test.call.settings.patch({ personas: Array.from({ length: 51 }, () => own) }),
  ).rejects.toThrow();
  expect(test.app.view.get().settings.personas).toEqual([own]);
});
