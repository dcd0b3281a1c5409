import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, setUp, setUpToQr, type TestApp } from './create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

it('goes from nothing to a real reply', async () => {
  await setUp(test);
  const bot = test.bot();
  expect(bot.chain.map((link) => link.state.kind)).toEqual(Array(8).fill('ok'));
  expect(bot.proof?.answer).toBeTruthy();
  await test.rehearsal.controls.say('private', '你好，在吗');
  await test.until('a reply in the chat', () =>
    test.rehearsal.controls.view.get().chat.some((line) => line.from === 'bot'),
  );
  await test.until('counted messages', (view) => view.messages.received > 0 && view.messages.sent > 0);
});

it('pulls and prepares before the consent, and starts nothing that acts for the account', async () => {
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack: 'koishi' });
  await test.until(
    'images here, brain prepared',
    (view) =>
      view.chain.some(
        (link) => link.id === 'brain' && link.state.kind === 'off' && link.state.why === 'ready',
      ) && view.chain.some((link) => link.id === 'images' && link.state.kind === 'ok'),
  );
  expect(test.bot().services.map((service) => service.state)).toEqual(['absent', 'absent']);
});

it('plans nothing for a bot that is as it should be', async () => {
  await setUp(test);
  await test.app.idle();
  const before = test.log.filter((line) => line.includes('plan:')).length;
  await test.restart();
  await test.until('a green chain again', (view) => view.tone === 'ok');
  expect(test.log.filter((line) => line.includes('plan:')).slice(before)).toEqual([]);
});

it('asks for no second scan after a restart of everything', async () => {
  const bot = await setUp(test);
  await test.call.bots.stop({ bot });
  await test.until('all stopped', (view) => view.services.every((service) => service.state === 'exited'));
  expect(test.bot().tone).toBe('idle');
  await test.call.bots.start({ bot });
  const seen: string[] = [];
  test.app.view.subscribe((view) => {
    const state = view.bots[0]?.chain.find((link) => link.id === 'login')?.state;
    if (state?.kind === 'needsYou') seen.push(state.ask.kind);
  });
  await test.until('a green chain again', (view) => view.tone === 'ok');
  expect(seen).toEqual([]);
});

it('resumes the wizard where the world is after a kill', async () => {
  await setUpToQr(test);
  await test.restart();
  await test.until('the QR code again', (view) => view.focus === 'login');
  await test.rehearsal.controls.scan();
  await test.rehearsal.controls.confirm();
  await test.until('a green chain', (view) => view.tone === 'ok');
});
