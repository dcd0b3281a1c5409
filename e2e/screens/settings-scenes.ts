import type { Page } from '@playwright/test';
import { Settings } from '../../electron/contract/settings';
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

const told = appView([botView(ALL_OK)], {
  settings: Settings.parse({
    notifications: {
      muted: ['back'],
      quietHours: { on: true, from: '23:00', to: '07:30' },
      channels: [
        { id: 'tele0001', name: '我的手机', kind: 'telegram', chat: '4242' },
        {
          id: 'mail0001',
          name: 'QQ 邮箱',
          kind: 'email',
          on: false,
          host: 'smtp.example.org',
          port: 465,
          user: 'me@example.org',
          from: 'me@example.org',
          to: 'me@example.org',
        },
      ],
    },
  }),
  notifications: { recent: [], secrets: { tele0001: 'present', mail0001: 'unreadable' } },
});
const updating = appView([botView(ALL_OK)], {
  update: {
    way: 'install',
    state: {
      kind: 'ready',
      release: { version: '0.2.0', notes: '· 日志能看一百万行了\n· 掉线时手机也会响' },
    },
  },
});
const openSection = (section: string) => (page: Page) =>
  page.locator(`.settings-nav [data-section=${section}]`).click();

export const SETTINGS_SCENES: readonly Scene[] = [
  { name: '16-settings-bot', view: changed, page: 'settings', act: openBot, narrow: true },
  {
    name: '16-export-secrets',
    view: changed,
    page: 'settings',
    act: async (page) => {
      await openBot(page);
      await page.getByRole('switch').last().click({ force: true });
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
  {
    name: '17-notifications',
    section: 'notifications',
    view: told,
    page: 'settings',
    act: openSection('notifications'),
    narrow: true,
  },
  {
    name: '17-notifications-add',
    view: told,
    page: 'settings',
    act: async (page) => {
      await openSection('notifications')(page);
      await page.locator('.channel-kinds button').nth(3).click();
      await page.locator('.channel-form').scrollIntoViewIfNeeded();
    },
    narrow: true,
  },
  { name: '17-general', section: 'general', view: told, page: 'settings', act: openSection('general') },
  { name: '17-engine', section: 'engine', view: told, page: 'settings', act: openSection('engine') },
  { name: '17-desktop', section: 'desktop', view: told, page: 'settings', act: openSection('desktop') },
  {
    name: '17-updates',
    section: 'updates',
    view: updating,
    page: 'settings',
    act: openSection('updates'),
    narrow: true,
  },
  { name: '17-about', section: 'about', view: told, page: 'settings', act: openSection('about') },
  {
    name: '17-report',
    dialog: 'support/report-dialog',
    view: told,
    page: 'settings',
    act: async (page) => {
      await openSection('about')(page);
      await page.locator('.about button').first().click();
      await page.locator('.report-list button').nth(6).click();
    },
    narrow: true,
  },
  {
    name: '17-search',
    view: updating,
    page: 'settings',
    act: (page) => page.locator('.settings-search input').fill('docker'),
  },
];
