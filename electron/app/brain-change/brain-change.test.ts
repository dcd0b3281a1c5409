import { afterEach, describe, expect, it } from 'vitest';
import type { BrainChange } from '../../contract/brain-change';
import { containerName, volumeName } from '../../plan/names';
import { createTestApp, type TestApp } from '../create-test-app';
import {
  ask,
  changeTo,
  expectAnswers,
  listContainers,
  setUpToChange,
  talkOn,
  watchSignIn,
} from './test-change';

let test: TestApp;
const start = async (...options: Parameters<typeof createTestApp>) => {
  test = await createTestApp(...options);
};
afterEach(() => test.close());

const change = (stack: 'koishi' | 'astrbot') => test.call.bots.changeBrain({ bot: test.bot().id, stack });
const plans = () => test.log.filter((line) => line.includes('plan:'));

describe('a change of brain', () => {
  it('goes to AstrBot and back, answering before, between and after, with one sign-in', async () => {
    await start();
    await setUpToChange(test);
    const messenger = await test.engine.containers.find(containerName(test.bot().id, 'napcat'));
    const asked = watchSignIn(test);
    const phases = new Set<BrainChange['phase']>();
    test.app.view.subscribe((view) => {
      const { phase } = view.bots[0]?.change ?? {};
      if (phase) phases.add(phase);
    });
    await ask(test, '一');
    expect(await changeTo(test, 'astrbot')).toMatchObject({ from: 'koishi', to: 'astrbot', result: 'done' });
    expect([...phases]).toEqual(['pulling', 'starting', 'switching', 'proving']);
    await expectAnswers(test, 'astrbot');
    expect(await listContainers(test)).toEqual([
      'astrbot service running',
      'koishi prepare exited',
      'koishi service exited',
      'napcat service running',
    ]);
    const before = plans().length;
    expect(await changeTo(test, 'koishi')).toMatchObject({ from: 'astrbot', to: 'koishi', result: 'done' });
    await expectAnswers(test, 'koishi');
    // Warm: nothing is pulled, prepared or made.
    expect(
      plans()
        .slice(before)
        .map((line) => line.replace(/^.*plan: /, '')),
    ).toEqual(['start koishi', 'stop astrbot']);
    expect(asked).toEqual([]);
    expect((await test.engine.containers.find(messenger?.name ?? ''))?.startedAt).toBe(messenger?.startedAt);
  }, 60_000);

  it('is hardly noticed in a talk, and nothing is answered twice', async () => {
    await start();
    await setUpToChange(test);
    const talk = talkOn(test);
    for (const stack of ['astrbot', 'koishi', 'astrbot'] as const)
      expect((await changeTo(test, stack)).result).toBe('done');
    const { answers, longestSilenceMs } = await talk.end();
    expect(answers.size).toBeGreaterThan(20);
    expect([...answers.values()].filter((count) => count > 1)).toEqual([]);
    expect(longestSilenceMs).toBeLessThan(2_000);
  }, 90_000);

  it('carries over who the bot is: its words, its name, its owner', async () => {
    await start();
    const { id } = await setUpToChange(test);
    await test.call.bots.patch({
      bot: id,
      patch: { owner: '20001', persona: { preset: 'custom', text: 'a lighthouse keeper', nickname: '灯塔' } },
    });
    await test.app.idle();
    await changeTo(test, 'astrbot');
    const read = (path: string) => test.engine.controls.readVolume(volumeName(id, 'astrbot', 'data'), path);
    expect(read('/plugins/botpier/settings.json')).toContain('a lighthouse keeper');
    const config = JSON.parse((read('/cmd_config.json') ?? '').replace(/^\uFEFF/, ''));
    expect(config).toMatchObject({ admins_id: ['20001'], wake_prefix: expect.arrayContaining(['灯塔']) });
    // What was changed meanwhile reaches the old brain when it comes back.
    await test.call.bots.patch({ bot: id, patch: { persona: { text: 'a ferryman' } } });
    await test.app.idle();
    expect((await changeTo(test, 'koishi')).result).toBe('done');
    const preset = '/data/chathub/presets/botpier.yml';
    expect(test.engine.controls.readVolume(volumeName(id, 'koishi', 'data'), preset)).toContain('a ferryman');
  }, 60_000);

  it('is refused for a bot that is stopped, and is nothing for the brain that answers', async () => {
    await start();
    const { id } = await setUpToChange(test);
    await change('koishi');
    expect(test.bot().change).toBeUndefined();
    await test.call.bots.stop({ bot: id });
    await expect(change('astrbot')).rejects.toMatchObject({ cause: { code: 'notAllowed' } });
    expect(test.bot()).toMatchObject({ stack: 'koishi' });
  });

  it('is the plain choice as long as nothing was answered', async () => {
    await start();
    await change('astrbot');
    expect(test.bot().change).toBeUndefined();
    await test.until('the other choice', (view) => view.stack === 'astrbot');
  });
});

describe('a brain that rests', () => {
  it('is told with what it takes, started by nobody, and removed when asked twice', async () => {
    await start();
    const { id, name } = await setUpToChange(test);
    await changeTo(test, 'astrbot');
    await test.app.idle();
    const { resting } = await test.until('a measured brain', (view) => (view.resting[0]?.diskBytes ?? 0) > 0);
    expect(resting).toMatchObject([{ stack: 'koishi', service: 'koishi', product: 'Koishi' }]);

    await test.call.bots.start({ bot: id });
    await test.call.bots.restart({ bot: id });
    await test.app.idle();
    expect(await listContainers(test)).toContain('koishi service exited');
    await test.engine.containers.start(containerName(id, 'koishi'));
    await test.until('its rest', () => plans().at(-1)?.includes('stop koishi') === true);
    await test.app.idle();
    expect(await listContainers(test)).toContain('koishi service exited');

    const forget = (confirm: string) => test.call.bots.forgetBrain({ bot: id, stack: 'koishi', confirm });
    await expect(forget('')).rejects.toMatchObject({ cause: { code: 'confirmationNeeded' } });
    await expect(
      test.call.bots.forgetBrain({ bot: id, stack: 'astrbot', confirm: name }),
    ).rejects.toMatchObject({ cause: { code: 'notAllowed' } });
    await forget(name);
    await test.until('nothing of it', (view) => view.resting.length === 0);
    expect((await test.engine.volumes.list()).filter((one) => one.name.includes('koishi'))).toEqual([]);
    expect(await listContainers(test)).toEqual(['astrbot service running', 'napcat service running']);
    expect(await test.secrets.get(`bot.${id}.koishi.companion`)).toBeUndefined();
    // The way back is longer now, and still there.
    expect((await changeTo(test, 'koishi')).result).toBe('done');
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it('goes with the bot', async () => {
    await start();
    const { id, name } = await setUpToChange(test);
    await changeTo(test, 'astrbot');
    await test.call.bots.remove({ bot: id, data: true, confirm: name });
    expect(await test.engine.containers.list()).toEqual([]);
    expect(await test.engine.volumes.list()).toEqual([]);
  });
});
