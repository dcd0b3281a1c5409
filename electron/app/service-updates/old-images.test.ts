import { afterEach, describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../contract/service-version';
import { koishiStack } from '../../stacks/koishi';
import { expectAnswers } from '../brain-change/test-change';
import { createTestApp, type TestApp } from '../create-test-app';
import { badBrains } from './bad-images';
import { offer, setUpToUpdate, untilEnded, untilPhase, update, withRegistry } from './test-update';

let test: TestApp;
const start = async () => {
  test = await createTestApp();
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
  await test.call.settings.patch({ network: { mirrors: [MIRROR] } });
};
afterEach(() => test.close());

const MIRROR = 'mirror.example.org/hub';
const { brain } = koishiStack;
const silent = badBrains('/koishi/data/koishi.db')['is well and never answers'];
const now = () => test.bot().versions.services.find((one) => one.service === brain.name)?.now;

/** Under any name, the mirror's own one among them. */
async function isHere({ image, digest }: Pick<ServiceVersion, 'image' | 'digest'>): Promise<boolean> {
  const byDigest = ['docker.io', MIRROR].map((host) => `${host}/koishijs/koishi@${digest}`);
  const found = await Promise.all([image, ...byDigest].map((name) => test.engine.images.find(name)));
  return found.some((one) => one !== undefined);
}

/** Updates to another good image and answers what runs then. */
async function updateTo(word: string): Promise<ServiceVersion> {
  await offer(test, word);
  expect(await update(test, brain.name)).toMatchObject({ result: 'done' });
  await test.app.idle();
  const version = now();
  if (!version) throw new Error('nothing runs');
  return version;
}

describe('the image that ran before', () => {
  it('is kept until the next update has gone well, and what a new bot gets stays', async () => {
    await start();
    const first = await updateTo('one');
    const second = await updateTo('two');
    expect(await isHere(first)).toBe(true);
    const third = await updateTo('three');
    expect({
      official: (await test.engine.images.find(brain.image)) !== undefined,
      first: await isHere(first),
      second: await isHere(second),
      third: await isHere(third),
    }).toEqual({ official: true, first: false, second: true, third: true });
    expect(await update(test, brain.name, { to: 'former' })).toMatchObject({ result: 'done' });
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it('is kept where a container of somebody else’s was made from it', async () => {
    await start();
    const first = await updateTo('one');
    await updateTo('two');
    test.engine.controls.addForeign(first.image);
    await updateTo('three');
    expect(await isHere(first)).toBe(true);
    expect(test.bot().versions.last).toMatchObject({ result: 'done' });
  }, 60_000);
});

describe('the images of a bot that is removed', () => {
  it('go with it, but for those that a new bot gets', async () => {
    await start();
    const first = await updateTo('one');
    const second = await updateTo('two');
    await test.call.bots.remove({ bot: test.bot().id, data: true, confirm: test.bot().name });
    expect({
      official: (await test.engine.images.find(brain.image)) !== undefined,
      first: await isHere(first),
      second: await isHere(second),
    }).toEqual({ official: true, first: false, second: false });
  }, 60_000);
});

describe('the image that came to grief', () => {
  it('is not left on the disk', async () => {
    await start();
    await offer(test, 'bad', silent);
    const ended = untilEnded(test);
    await test.call.serviceUpdates.begin({ bot: test.bot().id, service: brain.name, to: 'offer' });
    const { versions } = await untilPhase(test, 'proving');
    const bad = versions.update?.to ?? { image: '' };
    expect(await isHere(bad)).toBe(true);
    await test.call.serviceUpdates.cancel({ bot: test.bot().id });
    expect(await ended).toMatchObject({ result: 'cancelled' });
    await test.app.idle();
    expect(await isHere(bad)).toBe(false);
    await expectAnswers(test, 'koishi');
  }, 60_000);

  it('is kept where nothing but the end of BotPier was in its way, until another one has been tried', async () => {
    await start();
    await offer(test, 'bad', silent);
    await test.call.serviceUpdates.begin({ bot: test.bot().id, service: brain.name, to: 'offer' });
    const { versions } = await untilPhase(test, 'proving');
    const cut = versions.update?.to ?? { image: '' };
    await test.restart('kill');
    await expectAnswers(test, 'koishi');
    expect(test.bot().versions.last?.diagnosis?.code).toBe('updateInterrupted');
    expect(await isHere(cut)).toBe(true);

    await offer(test, 'bad as well', silent);
    await test.call.serviceUpdates.begin({ bot: test.bot().id, service: brain.name, to: 'offer' });
    const again = (await untilPhase(test, 'proving')).versions.update?.to ?? { image: '' };
    await test.restart('kill');
    await expectAnswers(test, 'koishi');
    expect([await isHere(cut), await isHere(again)]).toEqual([false, true]);
    await updateTo('good');
    expect(await isHere(again)).toBe(false);
  }, 60_000);
});
