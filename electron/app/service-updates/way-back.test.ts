import { afterEach, describe, expect, it } from 'vitest';
import { createFastClock } from '../../lib/fast-clock';
import { containerName } from '../../plan/names';
import { koishiStack } from '../../stacks/koishi';
import { ask, expectAnswers, listContainers, watchSignIn } from '../brain-change/test-change';
import { createTestApp, type TestApp } from '../create-test-app';
import { badBrains, forgetfulMessenger, type Spoil } from './bad-images';
import { offer, setUpToUpdate, update, withRegistry } from './test-update';

/** `WAY_BACK_ROUNDS=20`: how often each kind is gone through. */
const ROUNDS = Number(process.env['WAY_BACK_ROUNDS'] ?? 1);
/** Fast enough to be waited for, slow enough for real sockets. */
const TIMES = 12;
const MEMORY = '/koishi/data/koishi.db';
/** From when the new version is up, or from its start when it never is, until it is given up. */
const MOST_MS = 90_000;
/** On top of that, until the old one has started and answered: two seconds and a half of this machine's time. */
const START_MS = 2_500 * TIMES;

const { messenger, brain } = koishiStack;
const clock = createFastClock(TIMES);

let test: TestApp;
async function start(): Promise<void> {
  test = await createTestApp({ clock });
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
}
afterEach(() => test.close());

const memory = async () =>
  new TextDecoder().decode(
    await test.engine.containers.getFile(containerName(test.bot().id, 'koishi'), MEMORY),
  );
/** Names of all volumes, whatever generation of data is in them. */
const volumes = async () =>
  (await test.engine.volumes.list()).map(({ name }) => name.replace(/\.\w+$/, '')).sort();
const nowOf = (service: string) => test.bot().versions.services.find((one) => one.service === service)?.now;

/** When the next version begins to run, and when the bot answers again. */
function measure(): Record<'startedAt' | 'upAt' | 'givenUpAt' | 'backAt', number | undefined> {
  const times: ReturnType<typeof measure> = {
    startedAt: undefined,
    upAt: undefined,
    givenUpAt: undefined,
    backAt: undefined,
  };
  test.app.view.subscribe(({ bots: [bot] }) => {
    const phase = bot?.versions.update?.phase;
    if (phase === 'starting') times.startedAt ??= clock.now();
    if (phase === 'proving') times.upAt ??= clock.now();
    if (phase === 'returning') times.givenUpAt ??= clock.now();
    if (times.startedAt !== undefined && !bot?.versions.update && bot?.tone === 'ok')
      times.backAt ??= clock.now();
  });
  return times;
}

const kinds = Object.entries(badBrains(MEMORY)).flatMap(([name, spoil]) =>
  Array.from({ length: ROUNDS }, (_, round) => [name, round + 1, spoil] as const),
);

describe('a bad brain', () => {
  it.each<readonly [string, number, Spoil]>(kinds)(
    'that %s is taken back, round %i',
    async (_, round, spoil) => {
      await start();
      const { id } = test.bot();
      await test.engine.containers.putFiles(containerName(id, 'koishi'), [
        { path: MEMORY, content: `what was said, ${round}` },
      ]);
      const before = {
        now: nowOf('koishi'),
        containers: await listContainers(test),
        volumes: await volumes(),
      };
      const asked = watchSignIn(test);
      const times = measure();
      await offer(test, 'bad', spoil);
      const last = await update(test, 'koishi');
      expect(last).toMatchObject({ result: 'returned', diagnosis: { code: expect.any(String) } });
      await expectAnswers(test, 'koishi');
      expect(nowOf('koishi')).toEqual(before.now);
      expect(await listContainers(test)).toEqual(before.containers);
      expect(await volumes()).toEqual(before.volumes);
      expect(await memory()).toBe(`what was said, ${round}`);
      expect(asked).toEqual([]);
      const { startedAt = 0, upAt = startedAt, givenUpAt = Number.NaN, backAt = Number.NaN } = times;
      expect(givenUpAt - upAt).toBeLessThan(MOST_MS + TIMES * 500);
      expect(backAt - upAt).toBeLessThan(MOST_MS + START_MS);
      // What came to grief is not offered again by itself.
      expect(test.bot().versions.services.find((one) => one.service === 'koishi')?.offer?.isDismissed).toBe(
        true,
      );
    },
    120_000,
  );
});

describe('a bad messenger', () => {
  it('that loses the sign-in is taken back, and nobody has to scan', async () => {
    await start();
    const asked = watchSignIn(test);
    await offer(test, 'bad', forgetfulMessenger, messenger);
    expect(await update(test, messenger.name)).toMatchObject({ result: 'returned' });
    await expectAnswers(test, brain.name as 'koishi');
    await ask(test, '还是我');
    expect(asked).toEqual([]);
  }, 120_000);
});
