import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from './create-test-app';
import { editDialling } from './test-messenger-panel';

/** What is wrong between a messenger that dials and a brain that listens, told by the messenger's own words. */

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const green = () => test.until('a green chain', (view) => view.tone === 'ok', 60_000);

const bridgeSays = (code: string, evidence: RegExp) =>
  test.until(
    `the bridge says ${code} ${evidence}`,
    ({ chain }) =>
      chain.some(
        ({ id, state }) =>
          id === 'bridge' &&
          state.kind === 'broken' &&
          state.diagnosis.code === code &&
          state.diagnosis.evidence.some((line) => evidence.test(line)),
      ),
    45_000,
  );

it("an address or a token that somebody edited in NapCat's panel is told, and put back on a click", async () => {
  const bot = await setUp(test, 'astrbot');
  for (const [change, evidence] of [
    [{ url: 'ws://127.0.0.1:6199/ws' }, /ECONNREFUSED 127\.0\.0\.1:6199/],
    [{ url: 'ws://brain:6199/ws' }, /ENOTFOUND brain/],
    [{ url: 'ws://astrbot:6199/' }, /server response: 405/],
    [{ url: 'ws://astrbot:6199/onebot' }, /server response: 404/],
    [{ token: 'editedByHand123456' }, /server response: 403/],
  ] as const) {
    await editDialling(test, bot, change);
    await bridgeSays('tokenDrift', evidence);
    await test.call.bots.fix({ bot, link: 'bridge', fix: 'rewriteOurs' });
    await green();
  }
}, 240_000);

it("a token that somebody edited on AstrBot's side is put back without being asked", async () => {
  const bot = await setUp(test, 'astrbot');
  const container = (await test.engine.containers.list(bot)).find(({ service }) => service === 'astrbot');
  if (!container) throw new Error('AstrBot has no container');
  const path = '/AstrBot/data/cmd_config.json';
  const read = async () =>
    Buffer.from((await test.engine.containers.getFile(container.id, path)) ?? '').toString();
  const edited = (await read()).replace(/("ws_reverse_token": ?)"[^"]+"/, '$1"editedByHand123456"');
  expect(edited).toContain('editedByHand123456');
  await test.engine.containers.putFiles(container.id, [{ path, content: edited, mode: 0o600 }]);
  // The engine starts it again by itself: it reads what stands there.
  await test.rehearsal.controls.fault('crashBrain', true);
  await test.until('it leaves green', (view) => view.tone !== 'ok', 30_000);
  await green();
  expect(await read()).not.toContain('editedByHand');
}, 120_000);
