import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { systemClock } from '../../electron/lib/clock';
import { createTokenDoor } from '../../electron/shell/web/door';
import { startWebServer } from '../../electron/shell/web/web-server';
import { createFixtureApp, type FixtureApp } from '../screens/fixture-app';
import { poolBot, poolKeys } from '../screens/pool-scenes';
import { appView } from '../screens/views';

const TOKEN = 'a-token-for-a-list';
const COUNT = 500;

const test = base.extend<{ app: FixtureApp }>({
  app: async ({ page }, use) => {
    const app = createFixtureApp();
    app.view.set(appView([poolBot({ keys: poolKeys(COUNT) })]));
    const server = await startWebServer({
      host: '127.0.0.1',
      port: 0,
      allowedHosts: [],
      door: createTokenDoor(TOKEN),
      rendererDir: join(import.meta.dirname, '../../out/renderer'),
      app: Promise.resolve(app),
      rehearse: () => Promise.reject(new Error('not here')),
      clock: systemClock,
      onFailure: () => {},
    });
    await page.goto(`${server.url}#token=${TOKEN}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.goto(`${server.url}#/pool`);
    await use(app);
    await server.close();
  },
});

test(`of ${COUNT} keys only those in sight are drawn, and the keyboard gets to each`, async ({
  page,
  app,
}) => {
  const rows = page.locator('.windowed li');
  const focused = (place: number) => page.locator(`li[aria-posinset="${place}"] :focus`);
  await expect(rows.first()).toHaveAttribute('aria-setsize', String(COUNT));
  expect(await rows.count()).toBeLessThan(40);

  await rows.first().getByRole('button').last().focus();
  await page.keyboard.press('End');
  await expect(focused(COUNT)).toBeInViewport();
  expect(await rows.count()).toBeLessThan(40);
  await page.keyboard.press('ArrowUp');
  await expect(focused(COUNT - 1)).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(focused(1)).toBeInViewport();
  expect(app.calls).toEqual([]);
});

test('a key that was taken out is gone for good once the page is left, and not before', async ({
  page,
  app,
}) => {
  const removed = () => app.calls.filter(({ name }) => name === 'keyPool.remove');
  const rows = page.locator('.windowed li');
  await rows.first().getByRole('button').last().click();
  await expect(rows.first()).toHaveAttribute('aria-setsize', String(COUNT - 1));
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(rows.first()).toHaveAttribute('aria-setsize', String(COUNT));
  await rows.first().getByRole('button').last().click();
  await expect(rows.first()).toHaveAttribute('aria-setsize', String(COUNT - 1));
  expect(removed()).toEqual([]);
  await page.getByRole('link', { name: '首页' }).click();
  await expect.poll(removed).toEqual([{ name: 'keyPool.remove', input: [expect.any(String), ['k0']] }]);
});
