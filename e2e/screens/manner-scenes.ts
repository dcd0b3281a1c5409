import type { Page } from '@playwright/test';
import { Settings } from '../../electron/contract/settings';
import type { Scene } from './scene';
import { ALL_OK, appView, botView } from './views';

const CAPTAIN = '你是码头上的老船长，说话简短，爱打比方。';
const view = appView(
  [
    botView(ALL_OK, {
      persona: { preset: 'custom', text: CAPTAIN, nickname: '船长' },
      hearing: {
        groups: { hears: 'only', list: ['123456789', '987654321'] },
        people: { hears: 'all', list: [] },
      },
    }),
  ],
  { settings: Settings.parse({ personas: [{ id: 'captain1', name: '老船长', text: CAPTAIN }] }) },
);
const openBot = async (page: Page) => {
  await page.locator('.settings-nav [data-section=bot]').click();
  await page.locator('.personas').waitFor();
};

export const MANNER_SCENES: readonly Scene[] = [
  { name: '18-manner', section: 'bot', view, page: 'settings', act: openBot, narrow: true },
  {
    name: '18-manner-hearing',
    view,
    page: 'settings',
    act: async (page) => {
      await openBot(page);
      await page.locator('.audience textarea').first().fill('123456789\n12');
      await page.locator('.audience').first().scrollIntoViewIfNeeded();
    },
    narrow: true,
  },
  {
    name: '18-persona',
    dialog: 'settings/persona-editor',
    view,
    page: 'settings',
    act: async (page) => {
      await openBot(page);
      await page.locator('.personas li').last().locator('button').first().click();
      await page.locator('.bp-modal summary').click();
      await page.locator('.persona-try button').click();
      await page.locator('.persona-answer').waitFor();
    },
    narrow: true,
  },
  {
    name: '18-advanced',
    section: 'advanced',
    view,
    page: 'settings',
    act: async (page) => {
      await page.locator('.settings-nav [data-section=advanced]').click();
      await page.locator('.audience-list textarea').last().fill('KOISHI_LOG_LEVEL=3\nno sign');
    },
    narrow: true,
  },
  {
    name: '18-data',
    section: 'data',
    view,
    page: 'settings',
    act: (page) => page.locator('.settings-nav [data-section=data]').click(),
    narrow: true,
  },
  {
    name: '18-proxy',
    view,
    page: 'settings',
    act: async (page) => {
      await page.locator('.settings-nav [data-section=network]').click();
      await page.locator('.settings-body > .card').last().scrollIntoViewIfNeeded();
    },
    narrow: true,
  },
];
