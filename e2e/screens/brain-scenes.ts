import type { BrainChange } from '../../electron/contract/brain-change';
import type { BotView } from '../../electron/contract/view';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, NOW } from './views';

const MB = 1_000_000;
const change = (phase: BrainChange['phase'], more: Partial<BrainChange> = {}): Partial<BotView> => ({
  change: { from: 'koishi', to: 'astrbot', phase, since: NOW - 40_000, ...more },
});
const resting: BotView['resting'] = [
  {
    stack: 'koishi',
    service: 'koishi',
    product: 'Koishi',
    since: NOW - 26 * 60_000,
    diskBytes: 187 * MB,
  },
];
const changed: Partial<BotView> = {
  stack: 'astrbot',
  resting,
  lastChange: { from: 'koishi', to: 'astrbot', at: NOW - 26 * 60_000, result: 'done' },
};
const home = (more: Partial<BotView>) => appView([botView(ALL_OK, more)]);

export const BRAIN_SCENES: readonly Scene[] = [
  {
    name: '14-brain-ask',
    dialog: 'brain/change-brain',
    view: home({}),
    act: async (page) => {
      await page.locator('.bot-change').click();
      await page.locator('.brain-sides').waitFor();
    },
    narrow: true,
  },
  {
    name: '14-brain-pulling',
    view: home(
      change('pulling', {
        progress: {
          doneBytes: 397 * MB,
          totalBytes: 684 * MB,
          bytesPerSecond: 4.8 * MB,
          etaMs: 74_000,
          source: 'docker.1ms.run',
        },
      }),
    ),
    narrow: true,
  },
  { name: '14-brain-switching', view: home(change('switching')) },
  { name: '14-brain-returning', view: home(change('returning')) },
  { name: '14-brain-done', view: home(changed), narrow: true },
  {
    name: '14-brain-returned',
    view: home({
      lastChange: {
        from: 'koishi',
        to: 'astrbot',
        at: NOW - 60_000,
        result: 'returned',
        diagnosis: { code: 'replySilent', params: {}, evidence: ['09:40:12 AstrBot no answer within 30 s'] },
      },
    }),
  },
  {
    name: '14-brain-forget',
    dialog: 'brain/forget-brain',
    view: home(changed),
    act: async (page) => {
      await page.locator('.services .service').last().locator('.service-buttons button').last().click();
      await page.locator('.bp-modal input').fill('小码');
      await page.locator('.bp-modal [data-danger]').click();
      await page.getByRole('alert').waitFor();
    },
  },
];
