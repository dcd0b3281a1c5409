import { describe, expect, it } from 'vitest';
import { volumeName } from '../../plan/names';
import { setUp, type TestApp } from '../create-test-app';
import { countChanges, eachMoment, killAt, withApp } from '../test-kills';
import { addFiles, treeOf, volumesOf } from './test-snapshots';

/** A restore changes much at the engine, and each of its moments takes a bot that was set up. */
const STRIDE = 3;

/** A bot with a snapshot of what it was, and something else since. */
async function setUpWithSnapshot(test: TestApp) {
  const bot = await setUp(test);
  const data = volumeName(bot, 'koishi', 'data');
  await addFiles(test, data);
  await test.call.bots.patch({ bot, patch: { name: 'then' } });
  await test.app.idle();
  const { id } = await test.call.snapshots.take({ bot, mayStop: false });
  await test.call.bots.patch({ bot, patch: { name: 'now' } });
  await addFiles(test, data, { '/data/since.txt': 'then' });
  await test.app.idle();
  return { bot, data, snapshot: id };
}

describe('a kill', () => {
  it('while a snapshot is taken leaves nothing standing still, and a bot that answers', async () => {
    const take = (test: TestApp) =>
      test.call.snapshots.take({ bot: test.bot().id, mayStop: false }).catch(() => undefined);
    const changes = await withApp(async (test) => {
      await setUp(test);
      return countChanges(test, () => take(test));
    });
    expect(changes).toBeGreaterThanOrEqual(4);
    await eachMoment(changes, (n, moment) =>
      withApp(async (test) => {
        const bot = await setUp(test);
        const killed = killAt(test, n, moment);
        const taking = take(test);
        await Promise.race([killed, taking]);
        await test.restart('kill');
        await taking;
        await test.until('a green chain', (view) => view.tone === 'ok', 20_000);
        await test.app.idle();
        for (const { name, state } of await test.engine.containers.list(bot))
          expect([name, state]).not.toEqual([name, 'paused']);
        // What it left is not in the way of the next.
        await test.call.snapshots.take({ bot, mayStop: false });
      }),
    );
  }, 300_000);

  it('while one is restored leaves the bot as it was, or as it was then, never a mixture', async () => {
    const changes = await withApp(async (test) => {
      const { bot, snapshot } = await setUpWithSnapshot(test);
      return countChanges(test, () => test.call.snapshots.restore({ bot, snapshot, mayStop: false }));
    });
    expect(changes).toBeGreaterThan(10);
    const seen = { old: 0, new: 0 };
    await eachMoment(Math.ceil(changes / STRIDE), (n, moment) =>
      withApp(async (test) => {
        const { bot, data, snapshot } = await setUpWithSnapshot(test);
        const before = await volumesOf(test, bot);
        const killed = killAt(test, n * STRIDE - (moment === 'before' ? 1 : 0), moment);
        const restoring = test.call.snapshots
          .restore({ bot, snapshot, mayStop: false })
          .catch(() => undefined);
        // How many changes it takes differs by a few from run to run.
        await Promise.race([killed, restoring.then(() => test.app.idle())]);
        await test.restart('kill');
        await restoring;
        await test.until('a green chain', (view) => view.tone === 'ok', 20_000);
        await test.app.idle();
        const isNew = test.bot().name === 'then';
        seen[isNew ? 'new' : 'old'] += 1;
        const used = await generations(test);
        expect(new Set(used).size, used.join()).toBe(1);
        if (!isNew) {
          expect(await volumesOf(test, bot)).toEqual(before);
          expect(treeOf(test, data)).toHaveProperty(['/data/since.txt']);
          return;
        }
        const fresh = (await volumesOf(test, bot)).find((name) => name.startsWith(`${data}.`)) ?? '';
        expect(treeOf(test, fresh)).not.toHaveProperty(['/data/since.txt']);
        expect(treeOf(test, fresh)).toHaveProperty(['/data/码头.json']);
        await test.call.snapshots.undo({ bot });
        await test.until('what was before', (view) => view.tone === 'ok' && view.name === 'now', 20_000);
      }),
    );
    expect(seen.old).toBeGreaterThan(0);
    expect(seen.new).toBeGreaterThan(0);
  }, 300_000);
});

/** Which data each running container works on. */
async function generations(test: TestApp): Promise<string[]> {
  return (await test.engine.containers.list(test.bot().id))
    .filter(({ state }) => state === 'running')
    .map(({ labels }) => (labels['io.botpier.generation'] ?? 'first').split('-')[0] ?? '');
}
