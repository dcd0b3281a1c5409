import type { Scene } from './scene';
import { ALL_OK, appView, botView, broken, waiting } from './views';

const view = appView([botView(ALL_OK)]);
const cut = appView([
  botView({ ...ALL_OK, bridge: broken('bridgeDown', ['retry']), reply: waiting('bridge') }),
]);

export const HANDBOOK_SCENES: readonly Scene[] = [
  { name: '18-handbook', view, page: 'handbook', narrow: true },
  {
    name: '18-handbook-page',
    view: cut,
    // There and back by the keyboard, and there again.
    act: async (page) => {
      for (const way of ['Escape', undefined]) {
        await page.locator('.what-is-this').focus();
        await page.keyboard.press('Enter');
        await page.locator('.handbook-article h1:focus').waitFor();
        if (way) await page.keyboard.press(way);
      }
    },
    narrow: true,
  },
  {
    name: '18-handbook-search',
    view,
    page: 'handbook',
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('Wi-Fi');
      await page.locator('.handbook-found').waitFor();
      await page.keyboard.press('Tab');
      await page.locator('.handbook-found a:focus').waitFor();
    },
  },
  {
    name: '18-handbook-nothing',
    view,
    page: 'handbook',
    act: (page) => page.locator('.handbook-search input').fill('zzzz'),
  },
];
