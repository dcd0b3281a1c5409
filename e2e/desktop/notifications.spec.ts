import { expect } from '@playwright/test';
import { callApp } from './call-app';
import { test } from './desktop-test';
import { setUpBot } from './set-up-bot';

declare global {
  var seenNotifications: Electron.Notification[];
}

// A model that fails is told after a minute, as one that comes back by itself is nobody's business.
test.setTimeout(240_000);

test('a model that is refused is told once, by the system, and a click brings up the window', async ({
  app,
  page,
}) => {
  await page.waitForLoadState();
  await app.evaluate(({ Notification }) => {
    globalThis.seenNotifications = [];
    const { show } = Notification.prototype;
    Notification.prototype.show = function () {
      globalThis.seenNotifications.push(this);
      show.call(this);
    };
  });
  const told = () =>
    app.evaluate(() => globalThis.seenNotifications.map(({ title, body }) => ({ title, body })));
  await setUpBot(page);
  await callApp(page, 'mutation', 'rehearsal.fault', { fault: 'noQuota', on: true });
  await expect
    .poll(told, { timeout: 150_000, intervals: [1_000] })
    .toEqual([{ title: '小码的模型没有额度了', body: '到服务商那里充值，或者换一个密钥。' }]);

  const window = await app.browserWindow(page);
  await window.evaluate((shown) => shown.hide());
  await app.evaluate(() => void globalThis.seenNotifications[0]?.emit('click'));
  await expect.poll(() => window.evaluate((shown) => shown.isVisible())).toBe(true);
});
