import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, type Page } from '@playwright/test';
import { executablePath, root, test } from './desktop-test';

/** Resolves with the first line on a process's stderr that holds `part`. */
async function lineWith(child: ChildProcess, part: string): Promise<string> {
  if (!child.stderr) throw new Error('no stderr');
  const lines = createInterface({ input: child.stderr });
  for await (const line of lines) if (line.includes(part)) return line;
  throw new Error(`ended without a line with ${part}`);
}

/** Asks for the view straight through the pipe; resolves with the router's whole answer. */
function askView(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const stop = window.botpier?.receive((text) => {
          const answer: { id?: unknown } = JSON.parse(text);
          if (answer.id !== 4711) return;
          stop?.();
          resolve(answer);
        });
        window.botpier?.send(JSON.stringify({ id: 4711, method: 'query', params: { path: 'view' } }));
      }),
  );
}

test('the window opens with the first screen of the wizard', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('选一个大脑');
});

test('the page has a pipe of two functions and nothing of Node or Electron', async ({ page }) => {
  const seen = await page.evaluate(() => ({
    pipe: Object.keys(window.botpier ?? {}).sort(),
    frozen: Object.isFrozen(window.botpier),
    node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ pipe: ['receive', 'send'], frozen: true, node: [] });
});

test('calls through the pipe are answered', async ({ page }) => {
  expect(await askView(page)).toMatchObject({ id: 4711, result: { data: { bots: expect.any(Array) } } });
});

test('a foreign page cannot call, not even through our own preload', async ({ app, page }) => {
  const refused = lineWith(app.process(), 'ipc.message.refused');
  const foreign = app.waitForEvent('window');
  await app.evaluate(
    ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({
        webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
      });
      return window.loadURL('data:text/html,<title>foreign</title>');
    },
    join(root, 'out/preload/preload.cjs'),
  );
  const foreignPage = await foreign;
  await expect(foreignPage).toHaveTitle('foreign');
  await foreignPage.evaluate(() => {
    window.botpier?.receive((text) => document.body.append(text));
    window.botpier?.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'view' } }));
  });
  expect(await refused).toContain('data:text/html');
  // Our own page asks after it and is answered: by now the foreign one would have been too.
  await askView(page);
  await expect(foreignPage.locator('body')).toHaveText('');
});

test('the window stays with our page', async ({ app, page }) => {
  const window = await app.browserWindow(page);
  // Heard after our own listener, so that it tells what that one decided.
  await window.evaluate(({ webContents }) => {
    webContents.once('will-navigate', (event: { defaultPrevented: boolean }) =>
      Object.assign(globalThis, { refused: event.defaultPrevented }),
    );
  });
  await page.evaluate(() => {
    open('http://127.0.0.1:9/');
    location.href = 'http://127.0.0.1:9/';
  });
  await expect.poll(() => app.evaluate(() => (globalThis as { refused?: boolean }).refused)).toBe(true);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => app.windows().length).toBe(1);
});

test('what the page did not bring itself is not run', async ({ page }) => {
  const blocked = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.head.append(script);
      }),
  );
  expect(blocked).toBe('script-src-elem');
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
});

test('a second start shows the window of the first and goes', async ({ app, page, dataDir }) => {
  const window = await app.browserWindow(page);
  await window.evaluate((shown) => shown.hide());
  const electron: string = executablePath ?? createRequire(import.meta.url)('electron');
  const second = spawn(electron, ['.', '--rehearse', '--data-dir', dataDir], { cwd: root, stdio: 'ignore' });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  await expect.poll(() => window.evaluate((shown) => shown.isVisible())).toBe(true);
  await expect.poll(() => app.windows().length).toBe(1);
});
