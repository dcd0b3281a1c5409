import { expect, it } from 'vitest';
import { createMemoryHost } from '../engine/memory/memory-host';
import { systemClock } from '../lib/clock';
import { createApp } from './create-app';
import { createTestApp, setUp } from './create-test-app';

it('takes a bot down right after the start, when the engine was not looked at yet', async () => {
  const test = await createTestApp();
  try {
    const bot = await setUp(test);
    const { name } = test.bot();
    await test.app.close();
    const host = createMemoryHost(test.engine);
    const looked = Promise.withResolvers<void>();
    test.app = await createApp({
      engineHost: {
        ...host,
        async probe(endpoint, signal) {
          await looked.promise;
          return host.probe(endpoint, signal);
        },
      },
      secrets: test.secrets,
      clock: systemClock,
      dir: test.dir,
      log: (line) => test.log.push(line),
      fetch,
    });
    const removed = test.call.bots.remove({ bot, data: true, confirm: name });
    await Promise.race([removed, new Promise(setImmediate)]);
    looked.resolve();
    await removed;
    await test.app.idle();
    expect(test.app.view.get().bots.map(({ id }) => id)).not.toContain(bot);
    expect(await test.engine.containers.list(bot)).toEqual([]);
  } finally {
    await test.close();
  }
});
