import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { callApp } from './call-app';
import { executablePath, launch, root, test } from './desktop-test';
import { viewOf } from './set-up-bot';
import { driveTray } from './tray-driver';

const electron: string = executablePath ?? createRequire(import.meta.url)('electron');

/** Starts BotPier on the same data once more; resolves with its exit code. */
async function startAgain(dataDir: string, ...args: string[]): Promise<number> {
  const second = spawn(electron, ['.', '--rehearse', '--data-dir', dataDir, ...args], {
    cwd: root,
    stdio: 'ignore',
  });
  const [code] = await once(second, 'exit');
  return code;
}

const isVisible = async (app: ElectronApplication, page: Page) =>
  (await app.browserWindow(page)).evaluate((window) => window.isVisible());

const close = async (app: ElectronApplication, page: Page) =>
  (await app.browserWindow(page)).evaluate((window) => window.close());

test('closing the window only hides it, and says so the first time', async ({ app, page }) => {
  await app.evaluate(({ Notification }) => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    Notification.prototype.show = function () {
      told.push(this.title);
    };
  });
  const told = () => app.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  await close(app, page);
  await expect.poll(() => isVisible(app, page)).toBe(false);
  expect(await told()).toEqual(['BotPier 还在']);
  expect((await viewOf(page)).bots).toHaveLength(1);

  const tray = await driveTray(app);
  await tray.click('打开 BotPier');
  await expect.poll(() => isVisible(app, page)).toBe(true);
  await close(app, page);
  await expect.poll(() => isVisible(app, page)).toBe(false);
  expect(await told()).toHaveLength(1);
});

test('a second start shows what was closed', async ({ app, page, dataDir }) => {
  await close(app, page);
  await expect.poll(() => isVisible(app, page)).toBe(false);
  expect(await startAgain(dataDir, '--hidden')).toBe(0);
  expect(await isVisible(app, page)).toBe(false);
  expect(await startAgain(dataDir)).toBe(0);
  await expect.poll(() => isVisible(app, page)).toBe(true);
});

test('closing ends everything where the user wants that', async ({ dataDir }) => {
  const app = await launch(dataDir);
  const exit = once(app.process(), 'exit');
  const page = await app.firstWindow();
  await expect(page).toHaveTitle(/BotPier/);
  await callApp(page, 'mutation', 'settings.patch', { desktop: { closeToTray: false } });
  await close(app, page).catch(() => {});
  expect((await exit)[0]).toBe(0);
});

test('started hidden there is a tray and no window, until it is asked for', async ({ dataDir }) => {
  const app = await launch(dataDir, ['--hidden']);
  const tray = await driveTray(app);
  await tray.waitFor('▲ 小码 — 等你选大脑');
  expect(app.windows()).toEqual([]);
  const opened = app.waitForEvent('window');
  await tray.click('打开 BotPier');
  await expect(await opened).toHaveTitle(/BotPier/);
  await app.close();
});

test('a link leads to a page of ours; one that wants more leads nowhere', async ({ app, page, dataDir }) => {
  await close(app, page);
  await startAgain(dataDir, 'botpier://open/settings');
  await expect.poll(() => isVisible(app, page)).toBe(true);
  await expect(page).toHaveURL(/#\/settings$/);
  for (const link of [
    'botpier://open/https:%2f%2fevil.example',
    'botpier://quit',
    'botpier://open/logs?bot=<script>',
  ]) {
    expect(await startAgain(dataDir, link)).toBe(0);
  }
  await expect(page).toHaveURL(/#\/settings$/);
  expect(app.windows()).toHaveLength(1);
});

test('a window is opened where it was last, and on the screen when that is gone', async ({
  app,
  page,
  dataDir,
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((moved) => moved.setBounds({ x: 300, y: 200, width: 900, height: 640 }));
  const memory = join(dataDir, 'desktop.json');
  await expect.poll(async () => readFile(memory, 'utf8').catch(() => '')).toContain('"x":300');
  const kept = Object.values(JSON.parse(await readFile(memory, 'utf8')).windows);
  expect(kept).toEqual([{ x: 300, y: 200, width: 900, height: 640, maximized: false }]);
  // Dragged away behind our back, as a screen that is unplugged does.
  await close(app, page);
  await window.evaluate((moved) => moved.setBounds({ x: 90_000, y: 90_000 }));
  await startAgain(dataDir);
  await expect.poll(() => window.evaluate((moved) => moved.getNormalBounds().x)).toBeLessThan(4_000);
});

test('start at login is written where the system looks for it', async ({ app, page, dataDir }) => {
  test.skip(process.platform !== 'linux', 'elsewhere the system keeps the list itself');
  const file = join(dataDir, 'config/autostart/io.github.botpier.BotPier.desktop');
  await callApp(page, 'mutation', 'settings.patch', { desktop: { startAtLogin: true } });
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/^Exec=".+" "--hidden"$/m);
  await callApp(page, 'mutation', 'settings.patch', { desktop: { startAtLogin: false } });
  await expect.poll(() => readFile(file, 'utf8').catch(() => 'gone')).toBe('gone');
  expect(app.windows()).toHaveLength(1);
});

test('a page that crashes takes nothing with it, and is opened again from the tray', async ({
  app,
  page,
}) => {
  const tray = await driveTray(app);
  await (await app.browserWindow(page)).evaluate((window) => window.webContents.forcefullyCrashRenderer());
  await tray.waitFor('■ 窗口意外关掉了');
  expect((await tray.look()).icon).toMatch(/^tray-bad/);
  const opened = app.waitForEvent('window');
  await tray.click('重新打开');
  const again = await opened;
  await expect(again.getByRole('heading', { level: 1 })).toHaveText('选一个大脑');
  await tray.waitFor('▲ 小码 — 等你选大脑');
  expect(await tray.labels()).not.toContain('■ 窗口意外关掉了');
});

test('a graphics process that crashes, and an exception of our own, are said in the tray', async ({
  app,
  page,
}) => {
  const tray = await driveTray(app);
  await app.evaluate(({ app: at }) =>
    at.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 139 }),
  );
  await tray.waitFor('▲ 画面出过错');
  await app.evaluate(() => {
    setTimeout(() => {
      throw new Error('nobody caught this');
    });
  });
  await tray.waitFor('■ BotPier 出了错');
  expect((await viewOf(page)).bots).toHaveLength(1);
  await app.evaluate(({ app: at }) => {
    const { quit } = at;
    at.relaunch = () => {};
    at.quit = () => {
      at.quit = quit;
      Object.assign(globalThis, { relaunched: true });
    };
  });
  await tray.click('重新打开');
  await expect.poll(() => app.evaluate(() => (globalThis as { relaunched?: boolean }).relaunched)).toBe(true);
});

test('after a sleep everything is looked at anew', async ({ app, page }) => {
  await page.evaluate(() => {
    location.hash = '#/logs';
  });
  await expect(page.getByText('engine: running')).toBeVisible();
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect(page.getByText('wake: looking at everything anew')).toBeVisible();
});

test('a missing icon is replaced by something to click on', async ({ app, page }) => {
  await expect(page).toHaveTitle(/BotPier/);
  const given = await app.evaluate(({ nativeImage, nativeTheme, Tray }) => {
    const images: Electron.NativeImage[] = [];
    const { setImage } = Tray.prototype;
    Tray.prototype.setImage = function (image) {
      images.push(image as Electron.NativeImage);
      setImage.call(this, image);
    };
    const { createFromPath } = nativeImage;
    nativeImage.createFromPath = () => createFromPath.call(nativeImage, '/nowhere/tray.png');
    nativeTheme.emit('updated');
    return images.map((image) => ({ isEmpty: image.isEmpty(), ...image.getSize() }));
  });
  expect(given).toEqual([{ isEmpty: false, width: 16, height: 16 }]);
});

test('a tray that refuses everything keeps nobody from the window, and is told of once', async ({
  dataDir,
}) => {
  const app = await launch(dataDir);
  const page = await app.firstWindow();
  await expect(page).toHaveTitle(/BotPier/);
  await app.evaluate(({ nativeTheme, Tray }) => {
    Tray.prototype.setContextMenu = () => {
      throw new Error('no tray here');
    };
    nativeTheme.emit('updated');
    nativeTheme.emit('updated');
  });
  const notices = async () => (await viewOf(page)).notices.filter(({ code }) => code === 'trayFailed');
  await expect.poll(notices).toHaveLength(1);
  await close(app, page);
  await startAgain(dataDir);
  await expect.poll(() => isVisible(app, page)).toBe(true);
  await app.close();
});
