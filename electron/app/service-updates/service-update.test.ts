import { afterEach, describe, expect, it } from 'vitest';
import { koishiStack } from '../../stacks/koishi';
import { ask, expectAnswers, watchSignIn } from '../brain-change/test-change';
import { createTestApp, type TestApp } from '../create-test-app';
import { offer, setUpToUpdate, update, withRegistry } from './test-update';

let test: TestApp;
const start = async () => {
  test = await createTestApp();
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
};
afterEach(() => test.close());

const { messenger } = koishiStack;
const versionsOf = (service: string) => test.bot().versions.services.find((one) => one.service === service);

describe('an update', () => {
  it('puts the newer image in the place of the old one, and keeps the old one for the way back', async () => {
    await start();
    await offer(test, 'good');
    const before = versionsOf('koishi');
    expect(before?.offer).toMatchObject({ isRebuilt: true, isDismissed: false });
    expect(await update(test, 'koishi')).toMatchObject({ service: 'koishi', result: 'done' });
    await expectAnswers(test, 'koishi');
    const after = versionsOf('koishi');
    expect(after).toMatchObject({ before: before?.now, now: { digest: before?.offer?.digest } });
    expect(after?.offer).toBeUndefined();
    expect(await test.engine.images.find(before?.now.image ?? '')).toBeDefined();
  });

  it('of the messenger asks for no scan', async () => {
    await start();
    const asked = watchSignIn(test);
    await offer(test, 'good', undefined, messenger);
    expect(await update(test, 'napcat')).toMatchObject({ service: 'napcat', result: 'done' });
    await ask(test, '还在吗');
    expect(asked).toEqual([]);
  });
});
