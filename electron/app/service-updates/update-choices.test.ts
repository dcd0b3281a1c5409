import { afterEach, describe, expect, it } from 'vitest';
import { koishiStack } from '../../stacks/koishi';
import { changeTo, expectAnswers } from '../brain-change/test-change';
import { createTestApp, type TestApp } from '../create-test-app';
import { badBrains } from './bad-images';
import { offer, setUpToUpdate, untilEnded, untilPhase, update, withRegistry } from './test-update';
import { imageOf, knowing, newerVersion, otherImage } from './test-versions';

let test: TestApp;
const start = async () => {
  test = await createTestApp();
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
};
afterEach(() => test.close());

const { messenger, brain } = koishiStack;
const versionOf = (service: string) => test.bot().versions.services.find((one) => one.service === service);
const calls = () => test.call.serviceUpdates;
const bot = () => test.bot().id;
const silent = badBrains('/koishi/data/koishi.db')['is well and never answers'];

describe('another mind', () => {
  it('while the image comes leaves everything as it was', async () => {
    await start();
    await offer(test, 'good');
    const before = await test.engine.containers.list();
    test.engine.controls.setPullRate(1_000_000);
    const ended = untilEnded(test);
    await calls().begin({ bot: bot(), service: 'koishi', to: 'offer' });
    await untilPhase(test, 'pulling');
    await calls().cancel({ bot: bot() });
    expect(await ended).toMatchObject({ result: 'cancelled' });
    expect((await test.engine.containers.list()).map(({ id }) => id).sort()).toEqual(
      before.map(({ id }) => id).sort(),
    );
    // Said no to by nobody: it is still offered.
    expect(versionOf('koishi')?.offer?.isDismissed).toBe(false);
  });

  it('while the new version is tried puts the old one back', async () => {
    await start();
    const before = versionOf('koishi')?.now;
    await offer(test, 'bad', silent);
    const ended = untilEnded(test);
    await calls().begin({ bot: bot(), service: 'koishi', to: 'offer' });
    await untilPhase(test, 'proving');
    await calls().cancel({ bot: bot() });
    expect(await ended).toMatchObject({ result: 'cancelled' });
    expect(versionOf('koishi')?.now).toEqual(before);
    await expectAnswers(test, 'koishi');
  }, 60_000);
});

describe('an update and a change of brain', () => {
  it('wait for each other', async () => {
    await start();
    await offer(test, 'bad', silent);
    await calls().begin({ bot: bot(), service: 'koishi', to: 'offer' });
    await expect(test.call.bots.changeBrain({ bot: bot(), stack: 'astrbot' })).rejects.toMatchObject({
      cause: { code: 'busy' },
    });
    await expect(calls().begin({ bot: bot(), service: 'koishi', to: 'offer' })).rejects.toMatchObject({
      cause: { code: 'busy' },
    });
    await calls().cancel({ bot: bot() });
    expect((await changeTo(test, 'astrbot')).result).toBe('done');
  }, 60_000);

  it('is refused where nothing is offered, and for a bot that is stopped', async () => {
    await start();
    const begin = () => calls().begin({ bot: bot(), service: 'koishi', to: 'offer' });
    await calls().look({ bot: bot() });
    await expect(begin()).rejects.toMatchObject({ cause: { code: 'notAllowed' } });
    await expect(calls().dismiss({ bot: bot(), service: 'koishi' })).rejects.toMatchObject({
      cause: { code: 'notAllowed' },
    });
    await offer(test, 'good');
    await test.call.bots.stop({ bot: bot() });
    await expect(begin()).rejects.toMatchObject({ cause: { code: 'notAllowed' } });
  });
});

describe('a stop', () => {
  it('of the bot ends an update: stopped, and the old version when it starts again', async () => {
    await start();
    const before = versionOf('koishi')?.now;
    await offer(test, 'bad', silent);
    await calls().begin({ bot: bot(), service: 'koishi', to: 'offer' });
    await untilPhase(test, 'proving');
    await test.call.bots.stop({ bot: bot() });
    expect(test.bot().versions.update).toBeUndefined();
    await test.call.bots.start({ bot: bot() });
    await expectAnswers(test, 'koishi');
    expect(versionOf('koishi')?.now).toEqual(before);
  }, 60_000);
});

describe('the way back by hand', () => {
  it('puts the former version back, proved like any other', async () => {
    await start();
    const first = versionOf('koishi')?.now;
    await offer(test, 'good');
    await update(test, 'koishi');
    const second = versionOf('koishi')?.now;
    expect(await update(test, 'koishi', { to: 'former' })).toMatchObject({ result: 'done' });
    await expectAnswers(test, 'koishi');
    expect(versionOf('koishi')).toMatchObject({ now: first, before: second });
  }, 60_000);
});

describe('other plugins', () => {
  it('are installed with a newer version of the brain, and taken back with it', async () => {
    await start();
    const [first] = brain.versions;
    const packages = (first.plugins?.packages ?? []).map((one) =>
      one.name === 'koishi-plugin-adapter-onebot' ? { ...one, version: '6.9.5' } : one,
    );
    test.engine.controls.publish(newerVersion(brain).image, otherImage(imageOf(test, brain), 'newer'));
    test.ports.known = knowing({ koishi: newerVersion(brain, { name: '1.4.0-2', packages }) });
    await test.restart();
    await calls().look({ bot: bot() });
    expect(versionOf('koishi')?.offer).toMatchObject({ version: '99.0.0', plugins: '1.4.0-2' });
    const installed = () =>
      test.engine.containers.getFile(
        `botpier-${bot()}-koishi`,
        '/koishi/node_modules/koishi-plugin-adapter-onebot/package.json',
      );
    expect(await update(test, 'koishi')).toMatchObject({ result: 'done' });
    expect(new TextDecoder().decode(await installed())).toContain('6.9.5');
    expect(await update(test, 'koishi', { to: 'former' })).toMatchObject({ result: 'done' });
    expect(new TextDecoder().decode(await installed())).toContain('6.9.4');
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it('beside the same image need no image', async () => {
    await start();
    const [first] = brain.versions;
    const set = { name: '1.4.0-2', packages: first.plugins?.packages ?? [] };
    test.ports.known = (service) =>
      service.name === 'koishi' ? [{ ...first, plugins: set }, ...service.versions] : service.versions;
    delete test.ports.digestOf;
    await test.restart();
    await test.until('the offer', () => versionOf('koishi')?.offer !== undefined);
    const pulls = () => test.log.filter((line) => line.includes('pulled from')).length;
    const before = pulls();
    expect(await update(test, 'koishi')).toMatchObject({ result: 'done' });
    expect(pulls()).toBe(before);
    expect(versionOf('koishi')?.now.plugins).toBe('1.4.0-2');
  }, 60_000);
});

describe('a no', () => {
  it('is remembered, and the next version is offered again', async () => {
    await start();
    await offer(test, 'one', undefined, messenger);
    await calls().dismiss({ bot: bot(), service: 'napcat' });
    expect(versionOf('napcat')?.offer?.isDismissed).toBe(true);
    await test.restart();
    await test.until('the brain', (view) => view.tone === 'ok');
    await calls().look({ bot: bot() });
    expect(versionOf('napcat')?.offer?.isDismissed).toBe(true);
    await offer(test, 'two', undefined, messenger);
    expect(versionOf('napcat')?.offer?.isDismissed).toBe(false);
  });
});
