import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { containerName } from '../../plan/names';
import { expectAnswers, listContainers, watchSignIn } from '../brain-change/test-change';
import type { TestApp } from '../create-test-app';
import { countChanges, eachMoment, killAt, withApp } from '../test-kills';
import { offer, setUpToUpdate, update, withRegistry } from './test-update';

const MEMORY = '/koishi/data/koishi.db';

async function start(test: TestApp): Promise<void> {
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
  await test.engine.containers.putFiles(containerName(test.bot().id, 'koishi'), [
    { path: MEMORY, content: 'of the old one' },
  ]);
  // What the new one makes of its data no old one could read.
  await offer(test, 'good', (good) => async (host) => {
    if (!host.args.some((argument) => argument.endsWith('/install.mjs')))
      await host.files.write(MEMORY, 'of the new one');
    return good(host);
  });
}

it('a kill during an update leaves the old or the new version whole, with its own data and no scan', async () => {
  const changes = await withApp(async (test) => {
    await start(test);
    return countChanges(test, () => update(test, 'koishi'));
  });
  expect(changes).toBeGreaterThan(6);
  await eachMoment(changes, (n, moment) =>
    withApp(async (test) => {
      await start(test);
      const killed = killAt(test, n, moment);
      const updating = update(test, 'koishi').catch(() => undefined);
      await Promise.race([killed, updating]);
      await test.restart('kill');
      const asked = watchSignIn(test);
      await test.until('the end of the update', (view) => !view.versions.update, 30_000);
      await expectAnswers(test, 'koishi');
      const { id, versions } = test.bot();
      const record = JSON.parse(await readFile(join(test.dir, 'bots', `${id}.json`), 'utf8'));
      const { now } = versions.services.find(({ service }) => service === 'koishi') ?? {};
      const isNew = now?.image.includes('_') ?? false;
      const container = await test.engine.containers.find(containerName(id, 'koishi'));
      const data = await test.engine.containers.getFile(containerName(id, 'koishi'), MEMORY);
      expect({
        image: container?.image,
        data: new TextDecoder().decode(data),
      }).toEqual({
        image: now?.image,
        data: isNew ? 'of the new one' : 'of the old one',
      });
      expect(record.lastUpdate?.result).toBe(isNew ? 'done' : 'returned');
      expect(await listContainers(test)).toEqual([
        'koishi prepare exited',
        'koishi service running',
        'napcat service running',
      ]);
      expect(asked).toEqual([]);
    }),
  );
}, 300_000);
