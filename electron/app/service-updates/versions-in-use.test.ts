import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { containerName } from '../../plan/names';
import { koishiStack } from '../../stacks/koishi';
import { createTestApp, setUp, type TestApp } from '../create-test-app';
import { imageOf, otherImage, publishNewer } from './test-versions';

let test: TestApp;
afterEach(() => test.close());

const { messenger, brain } = koishiStack;

/** Which container of which image plays each part. */
async function running() {
  const all = await test.engine.containers.list();
  return all.map(({ id, name, imageId }) => `${name} ${id} ${imageId}`).sort();
}

const recordFile = () => join(test.dir, 'bots', `${test.bot().id}.json`);

describe('what a bot runs', () => {
  it('stays what it is under a BotPier that knows newer versions', async () => {
    test = await createTestApp();
    await setUp(test);
    await test.app.idle();
    const before = await running();
    test.ports.known = publishNewer(test);
    await test.restart();
    await test.until('a green chain', (view) => view.tone === 'ok');
    await test.app.idle();
    expect(await running()).toEqual(before);
    expect(test.bot().services.map(({ version }) => version)).toEqual([messenger.version, brain.version]);
  });

  it('stays what it is when its record is from before versions were written down', async () => {
    test = await createTestApp();
    await setUp(test);
    await test.app.idle();
    const before = await running();
    const {
      versions: _,
      former: __,
      updates: ___,
      ...old
    } = JSON.parse(await readFile(recordFile(), 'utf8'));
    await test.app.close();
    await writeFile(recordFile(), JSON.stringify(old));
    test.ports.known = publishNewer(test);
    await test.restart();
    await test.until('a green chain', (view) => view.tone === 'ok');
    await test.app.idle();
    expect(await running()).toEqual(before);
    const { versions } = JSON.parse(await readFile(recordFile(), 'utf8'));
    expect(versions).toMatchObject({
      napcat: { version: messenger.version, reference: messenger.image },
      koishi: { version: brain.version, reference: brain.image, plugins: '1.4.0-1' },
    });
  });

  it('comes back the same when its container is made anew', async () => {
    test = await createTestApp();
    const { id } = await setUpAndSeeDigests();
    test.ports.known = publishNewer(test);
    await test.restart();
    await test.until('a green chain', (view) => view.tone === 'ok');
    await test.engine.controls.removeBehindOurBack(containerName(id, brain.name));
    await test.until('another container', (view) => view.tone !== 'ok');
    await test.until('a green chain', (view) => view.tone === 'ok');
    expect((await test.engine.containers.find(containerName(id, brain.name)))?.image).toBe(brain.image);
  });

  it('comes back the same when its image was removed and the tag is another one’s by now', async () => {
    test = await createTestApp();
    const { id } = await setUpAndSeeDigests();
    const before = await test.engine.images.find(brain.image);
    test.engine.controls.publish(brain.image, otherImage(imageOf(test, brain), 'rebuilt'));
    await test.call.bots.stop({ bot: id });
    await test.app.idle();
    await test.engine.containers.remove(containerName(id, brain.name), true);
    await test.engine.containers.remove(containerName(id, brain.name, 'prepare'), true);
    await test.engine.images.remove(brain.image);
    await test.engine.images.remove(`docker.io/koishijs/koishi:v1.16.1-lite`);
    await test.restart();
    await test.call.bots.start({ bot: id });
    await test.until('a green chain', (view) => view.tone === 'ok');
    expect(await test.engine.images.find(brain.image)).toMatchObject({ id: before?.id });
  });

  it('is the newest for a new bot', async () => {
    test = await createTestApp();
    test.ports.known = publishNewer(test);
    await test.restart();
    await test.call.bots.chooseStack({ bot: test.bot().id, stack: 'koishi' });
    await test.until('its services', ({ services }) => services.length === 2);
    expect(test.bot().services.map(({ version }) => version)).toEqual(['99.0.0', '99.0.0']);
  });
});

async function setUpAndSeeDigests() {
  const id = await setUp(test);
  await test.app.idle();
  const { versions } = JSON.parse(await readFile(recordFile(), 'utf8'));
  expect(versions.koishi.digest).toBe(imageOf(test, brain).digest);
  return { id };
}
