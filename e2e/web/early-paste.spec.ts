import { expect, test } from '@playwright/test';
import { startModelApi } from '../lab/model-api';
import { startWebShell } from './web-shell';

test('a key that is pasted before the providers have come is tried once they have', async ({ page }) => {
  const model = await startModelApi('127.0.0.1', { models: ['deepseek-chat'] });
  const shell = await startWebShell([
    '--rehearse',
    ...['--provider', 'deepseek', '--base-url', `${model.url}/v1`],
  ]);
  try {
    const slow = Promise.withResolvers<void>();
    await page.routeWebSocket(/.*/, (socket) => {
      const app = socket.connectToServer();
      socket.onMessage((message) => {
        if (String(message).includes('"model.providers"')) void slow.promise.then(() => app.send(message));
        else app.send(message);
      });
    });
    await page.goto(shell.url);
    await page.getByRole('button', { name: '选 Koishi' }).click();
    await page.getByRole('button', { name: '我知道了，继续' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('给大脑接上模型');
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'sk-pasted-by-somebody-in-a-hurry-1');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    slow.resolve();
    await expect(page.getByText('能用', { exact: true })).toBeVisible();
  } finally {
    await shell.stop();
    model.stop();
  }
});
