import type { Scene } from './scene';
import { ALL_OK, appView, botView } from './views';

const view = appView([botView(ALL_OK)]);

export const HANDBOOK_SCENES: readonly Scene[] = [
  { name: '18-handbook', view, page: 'handbook', narrow: true },
  { name: '18-handbook-page', view, page: 'handbook/kicked', narrow: true },
  {
    name: '18-handbook-search',
    view,
    page: 'handbook',
    act: async (page) => {
      await page.locator('.handbook-search input').fill('Wi-Fi');
      await page.locator('.handbook-found').waitFor();
    },
  },
  {
    name: '18-handbook-nothing',
    view,
    page: 'handbook',
    act: (page) => page.locator('.handbook-search input').fill('zzzz'),
  },
];
