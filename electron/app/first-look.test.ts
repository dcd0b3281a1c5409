import { expect, it } from 'vitest';
import { createTestApp, setUp } from './create-test-app';

it('takes a bot down right after the start, when the engine was not looked at yet', async () => {
  const test = await createTestApp();
  try {
    const bot = await setUp(test);
    await test.restart();
    await test.call.bots.remove({ bot, data: true, confirm: test.bot().name });
    await test.app.idle();
    expect(test.app.view.get().bots.map(({ id }) => id)).not.toContain(bot);
  } finally {
    await test.close();
  }
});
