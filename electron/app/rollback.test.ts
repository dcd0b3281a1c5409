import { afterEach, beforeEach, expect, it } from 'vitest';
import { containerName, volumeName } from '../plan/names';
import { createTestApp, setUp, type TestApp } from './create-test-app';

const PERSONA_FILE = '/data/chathub/presets/botpier.yml';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const newWords = (bot: string) =>
  test.call.bots.patch({ bot: bot as never, patch: { persona: { preset: 'custom', text: 'new words' } } });

/** Breaks whatever is started in place of the brain. */
function breakReplacements(): void {
  test.host.after = async (call) => {
    if (call !== 'containers.start') return;
    const next = (await test.engine.containers.list()).find((one) => one.name.endsWith('koishi-next'));
    if (next?.state === 'running') await test.engine.controls.crash(next.id);
  };
}

it('a replacement that falls over gives way to the old one, with its files, and is not tried again', async () => {
  const bot = await setUp(test);
  const old = (await test.engine.containers.find(containerName(bot, 'koishi')))?.id;
  const files = () => test.engine.controls.readVolume(volumeName(bot, 'koishi', 'data'), PERSONA_FILE);
  const before = files();
  breakReplacements();
  await newWords(bot);
  await test.until('the old one again', (view) => view.tone !== 'ok');
  await test.until('a green chain', (view) => view.tone === 'ok');
  await test.app.idle();
  expect((await test.engine.containers.find(containerName(bot, 'koishi')))?.id).toBe(old);
  expect(files()).toBe(before);
  expect((await test.engine.containers.list()).map((one) => one.name)).toHaveLength(3);

  // Its own crash must not bring the refused settings in by the back door.
  await test.engine.controls.goAway({ killsContainers: true });
  await test.until('it leaves green', (view) => view.tone !== 'ok');
  test.engine.controls.comeBack();
  await test.until('a stopped brain', (view) => view.services.some(({ state }) => state === 'exited'));
  await test.until('a green chain', (view) => view.tone === 'ok', 30_000);
  expect((await test.engine.containers.find(containerName(bot, 'koishi')))?.id).toBe(old);
  expect(files()).toBe(before);

  // Asked for by hand, it is tried again, and comes up this time.
  test.host.after = () => {};
  await test.call.bots.restart({ bot, service: 'koishi' });
  await test.until('a green chain', (view) => view.tone === 'ok');
  expect(files()).toContain('new words');
}, 60_000);
