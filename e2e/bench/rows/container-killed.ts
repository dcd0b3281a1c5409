import { performance } from 'node:perf_hooks';
import { together } from '../interleave';
import type { Row } from '../row';
import { killContainer, listenToEvents } from '../stage/engine-events';
import { startGreenBot } from '../stage/watched-bot';

/** From the order to kill the brain's container until its link is no longer green in the view the page is sent. */
export const containerKilled: Row = {
  name: 'container-killed',
  unit: 'ms',
  peer: "the engine's own event, heard on a bare stream",
  mark: { kind: 'over', atMost: 100 },
  async measure(stage) {
    const { endpoint } = await stage.engine();
    const bot = await startGreenBot(stage);
    const events = await listenToEvents(endpoint);
    try {
      return await together(async () => {
        const name = bot.container('koishi');
        const heard = events.next('die', name);
        const seen = bot
          .until('a brain that is not green', () => bot.link('brain')?.kind !== 'ok')
          .then(() => performance.now());
        const killedAt = performance.now();
        await killContainer(endpoint, name);
        const sample = { ours: (await seen) - killedAt, peer: (await heard) - killedAt };
        // The product waits longer each time that a repair has helped for a moment only; a user does not.
        await bot.calls.bots.start.mutate({ bot: bot.bot.id });
        await bot.until('a green chain again', ({ tone }) => tone === 'ok');
        return sample;
      });
    } finally {
      events.close();
      await bot.close();
    }
  },
};
