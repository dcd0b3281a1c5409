import { describe, expect, it } from 'vitest';
import { containerName, networkName, volumeName } from '../plan/names';
import { setUp, type TestApp } from './create-test-app';
import { countChanges, eachMoment, killAt, withApp } from './test-kills';

const PERSONA_FILE = '/data/chathub/presets/botpier.yml';

/** Does what the wizard asks until the chain is green, as somebody would who comes back after a crash. */
async function answerAll(test: TestApp, over: AbortSignal): Promise<void> {
  const done = new Set<string>();
  while (!over.aborted) {
    const view = await test.until(
      'something to do',
      (bot) =>
        over.aborted ||
        (bot.tone === 'ok' && !bot.settingUp) ||
        bot.chain.some(({ state }) => state.kind === 'needsYou' && !done.has(state.ask.kind)),
      20_000,
    );
    if (over.aborted || view.tone === 'ok') return;
    for (const { state } of view.chain) {
      if (state.kind !== 'needsYou' || done.has(state.ask.kind)) continue;
      const { kind } = state.ask;
      done.add(kind);
      const bot = view.id;
      if (kind === 'chooseStack') await test.call.bots.chooseStack({ bot, stack: 'koishi' });
      else if (kind === 'consent') await test.call.bots.consent({ bot, version: 1 });
      else if (kind === 'enterKey')
        await test.call.model.connect({
          bot,
          provider: 'custom',
          baseUrl: test.rehearsal.modelBaseUrl,
          key: 'sk-test-0123456789abcdef',
        });
      else if (kind === 'scanQr') {
        await test.rehearsal.controls.scan();
        await test.rehearsal.controls.confirm();
      }
    }
  }
}

async function expectWhole(test: TestApp): Promise<void> {
  const bot = test.bot().id;
  const { containers, networks, volumes } = test.engine;
  await test.app.idle();
  const all = await containers.list();
  expect(all.map((one) => `${one.name} ${one.state}`).sort()).toEqual([
    `${containerName(bot, 'koishi')} running`,
    `${containerName(bot, 'koishi', 'prepare')} exited`,
    `${containerName(bot, 'napcat')} running`,
  ]);
  expect((await networks.list()).map((one) => one.name)).toEqual([networkName(bot)]);
  expect((await volumes.list()).map((one) => one.name).sort()).toEqual([
    volumeName(bot, 'koishi', 'config'),
    volumeName(bot, 'koishi', 'data'),
    volumeName(bot, 'napcat', 'config'),
    volumeName(bot, 'napcat', 'qq'),
  ]);
}

describe('a kill', () => {
  it('between choose and reply is healed by the next start', async () => {
    const going = new AbortController().signal;
    const changes = await withApp((test) => countChanges(test, () => answerAll(test, going)));
    expect(changes).toBeGreaterThan(15);
    await eachMoment(changes, (n, moment) =>
      withApp(async (test) => {
        const killed = killAt(test, n, moment);
        const over = new AbortController();
        const setting = answerAll(test, over.signal).catch(() => undefined);
        await Promise.race([killed, setting]);
        over.abort();
        await test.restart('kill');
        await setting;
        await answerAll(test, going);
        await expectWhole(test);
      }),
    );
  }, 300_000);

  it('while a service is replaced is healed by the next start, with the new settings and no second scan', async () => {
    const change = (test: TestApp) =>
      test.call.bots.patch({
        bot: test.bot().id,
        patch: { persona: { preset: 'custom', text: 'new words' } },
      });
    const changes = await withApp(async (test) => {
      await setUp(test);
      return countChanges(test, async () => {
        await change(test);
        await test.until('a replacement', (view) =>
          view.services.some((service) => service.state === 'starting'),
        );
        await test.until('a green chain', (view) => view.tone === 'ok');
      });
    });
    expect(changes).toBeGreaterThan(5);
    await eachMoment(changes, (n, moment) =>
      withApp(async (test) => {
        const bot = await setUp(test);
        const killed = killAt(test, n, moment);
        await change(test);
        await killed;
        await test.restart('kill');
        const asked: string[] = [];
        test.app.view.subscribe((view) => {
          if (view.bots[0]?.focus === 'login') asked.push('scan');
        });
        await test.until('a green chain', (view) => view.tone === 'ok', 20_000);
        await expectWhole(test);
        const data = volumeName(bot, 'koishi', 'data');
        expect(test.engine.controls.readVolume(data, PERSONA_FILE)).toContain('new words');
        expect(asked).toEqual([]);
      }),
    );
  }, 300_000);
});
