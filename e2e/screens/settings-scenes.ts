import type { Page } from '@playwright/test';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, NOW } from './views';

const changed = appView([
  botView(ALL_OK, {
    resting: [
      {
        stack: 'astrbot',
        service: 'astrbot',
        product: 'AstrBot',
        since: NOW - 26 * 60_000,
        diskBytes: 412_000_000,
      },
    ],
  }),
]);
const openBot = async (page: Page) => {
  await page.locator('.settings-nav button').first().click();
  await page.locator('.export').waitFor();
};

export const SETTINGS_SCENES: readonly Scene[] = [
  { name: '16-settings-bot', view: changed, page: 'settings', act: openBot, narrow: true },
  {
    name: '16-export-secrets',
    view: changed,
    page: 'settings',
    act: async (page) => {
      await openBot(page);
      await page.getByRole('switch').click({ force: true });
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: '16-export-space',
    view: changed,
    page: 'settings',
    act: async (page) => {
      await openBot(page);
      await page.locator('.export-forms .choice').last().click();
    },
    narrow: true,
  },
];
