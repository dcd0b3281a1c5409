import type { Page } from '@playwright/test';
import type { FixtureApp } from './fixture-app';
import { dayOf, RESOURCES, type ResourceAnswers } from './resources-fixture';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, stopped } from './views';

const GIB = 1024 ** 3;
const view = appView([botView(ALL_OK)]);
const asleep = appView([
  botView(
    { ...ALL_OK, messenger: stopped, login: stopped, bridge: stopped, brain: stopped, reply: stopped },
    { intent: 'stopped' },
  ),
]);
const none = { ...dayOf(), services: [] };

/** Answers of its own for one picture: the page is opened anew with them. */
const withAnswers =
  (answers: Partial<ResourceAnswers>, then: (page: Page) => Promise<void> = async () => {}) =>
  async (page: Page, app: FixtureApp) => {
    app.resourceAnswers = { ...RESOURCES, ...answers };
    await page.reload();
    await page.locator('.disk-groups').waitFor();
    await then(page);
    app.resourceAnswers = RESOURCES;
  };
const openCleanUp = async (page: Page) => {
  await page.locator('.resource-disk button').last().click();
  await page.locator('.clean-up-item').first().waitFor();
};
const charts = (page: Page) => page.locator('.day-chart canvas').last().waitFor();

export const RESOURCE_SCENES: readonly Scene[] = [
  { name: '19-resources', view, page: 'resources', act: charts, narrow: true },
  {
    name: '19-resources-table',
    view,
    page: 'resources',
    act: async (page) => {
      await page.locator('section[aria-labelledby=day] label').nth(1).click();
      await page.locator('.day-table table').waitFor();
    },
    narrow: true,
  },
  {
    name: '19-resources-limit',
    view,
    page: 'resources',
    act: async (page) => {
      await page.locator('.resource-limit button').last().click();
      await page.locator('.resource-limit-form input').fill('100');
    },
    narrow: true,
  },
  {
    name: '19-resources-new',
    view,
    page: 'resources',
    act: withAnswers({ history: none, still: true, cleanUp: [] }),
  },
  {
    name: '19-resources-stopped',
    view: asleep,
    page: 'resources',
    act: withAnswers({ still: true, history: dayOf(400) }, charts),
    narrow: true,
  },
  {
    name: '19-resources-disk',
    view,
    page: 'resources',
    act: withAnswers(
      {
        wsl: {
          usedBytes: 3.4 * GIB,
          totalBytes: 16 * GIB,
          cap: '4096MB',
          file: 'C:\\Users\\Xiaoma\\.wslconfig',
          canUndo: true,
        },
      },
      (page) => page.locator('.wsl-form').scrollIntoViewIfNeeded(),
    ),
    narrow: true,
  },
  {
    name: '19-resources-clean-up',
    dialog: 'resources/clean-up-dialog',
    view,
    page: 'resources',
    act: openCleanUp,
    narrow: true,
  },
  {
    name: '19-resources-clean-up-data',
    view,
    page: 'resources',
    act: async (page) => {
      await openCleanUp(page);
      await page.locator('.clean-up-item').last().click();
      await page.locator('.clean-up button').last().click();
      await page.locator('.clean-up .note').waitFor();
    },
    narrow: true,
  },
  {
    name: '19-resources-cleaned',
    view,
    page: 'resources',
    act: async (page) => {
      await openCleanUp(page);
      await page.locator('.clean-up button').last().click();
      await page.locator('.clean-up-item').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: '19-resources-clean-up-none',
    view,
    page: 'resources',
    act: withAnswers({ cleanUp: [] }, async (page) => {
      await page.locator('.resource-disk button').last().click();
      await page.locator('.clean-up').waitFor();
    }),
  },
];
