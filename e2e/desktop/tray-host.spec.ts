import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { callApp } from './call-app';
import { test as base, launch, root } from './desktop-test';
import {
  countColour,
  hasLinuxDesktop,
  type LinuxDesktop,
  showsMenu,
  startLinuxDesktop,
} from './linux-desktop';
import { readDBusMenu } from './read-dbus-menu';
import { setUpBot, viewOf } from './set-up-bot';

/** Of the badge on a light panel; a bot that is well or asleep has none. */
const BADGE = { busy: [21, 96, 122], warn: [133, 86, 10], bad: [169, 47, 38] } as const;
const SHOTS = join(root, 'out/shots');

base.skip(!hasLinuxDesktop, 'needs Xfce’s panel');
base.setTimeout(180_000);

base(
  'a real tray shows our icon and our menu in every tone, and what is clicked there is done',
  async ({ dataDir }) => {
    const desktop = await startLinuxDesktop({ panel: true });
    const app = await launch(dataDir, [], desktop.env);
    try {
      const page = await app.firstWindow();
      await expect(page).toHaveTitle(/BotPier/);
      const bus = desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
      const call = (path: string, input?: unknown) => callApp(page, 'mutation', path, input);
      const see = async (tone: string, line: string) => {
        // Until the panel is up nobody is there to ask.
        const labels = () => readDBusMenu(bus).catch(() => []);
        await expect.poll(labels, { timeout: 60_000 }).toContain(line);
        for (const [name, colour] of Object.entries(BADGE)) {
          const count = async () => countColour(await desktop.shot(), colour);
          if (name === tone) await expect.poll(count).toBeGreaterThan(5);
          else await expect.poll(count).toBe(0);
        }
        await openMenu(desktop);
        await desktop.save(join(SHOTS, `tray-${tone}.png`));
        await desktop.closeMenu();
        await expect.poll(async () => showsMenu(await desktop.shot())).toBe(false);
      };
      await see('warn', '▲ 小码 — 等你选大脑');

      await test.step('a click in the menu is done', async () => {
        const window = await app.browserWindow(page);
        await window.evaluate((shown) => shown.hide());
        await openMenu(desktop);
        await desktop.click(60, 68);
        await expect.poll(() => window.evaluate((shown) => shown.isVisible())).toBe(true);
      });
      await test.step('busy', async () => {
        const { bots, modelPreset } = await viewOf(page);
        const bot = bots[0]?.id;
        await call('rehearsal.fault', { fault: 'slowMirror', on: true });
        await call('bots.chooseStack', { bot, stack: 'koishi' });
        await call('bots.consent', { bot, version: 1 });
        const model = {
          provider: 'custom',
          baseUrl: modelPreset?.baseUrl ?? '',
          key: 'sk-rehearsal-0123456789',
        };
        await call('model.connect', { bot, ...model });
        await see('busy', '◐ 小码 — 下载中');
        await call('rehearsal.fault', { fault: 'slowMirror', on: false });
        // A pull that goes on would go on as slowly.
        await call('settings.patch', { network: { mirrors: ['docker.io'] } });
      });
      await test.step('ok', async () => {
        await setUpBot(page);
        await see('ok', '● NapCat — 在线');
      });
      await test.step('bad', async () => {
        await call('rehearsal.fault', { fault: 'noQuota', on: true });
        await see('bad', '▲ Koishi — 模型不答');
        await call('rehearsal.fault', { fault: 'noQuota', on: false });
      });
      await test.step('idle', async () => {
        await call('bots.stop', { bot: (await viewOf(page)).bots[0]?.id });
        await see('idle', '○ 小码 — 已停');
      });
    } finally {
      await app.close();
      await desktop.close();
    }
  },
);

base('a desktop that shows no icons is told of once', async ({ dataDir }) => {
  const desktop = await startLinuxDesktop({ panel: false });
  try {
    for (const told of [['noTrayHost'], []]) {
      const app = await launch(dataDir, [], desktop.env);
      const page = await app.firstWindow();
      await expect(page).toHaveTitle(/BotPier/);
      const notices = async () =>
        (await viewOf(page)).notices.map(({ code }) => code).filter((code) => code === 'noTrayHost');
      await expect.poll(notices).toEqual(told);
      await app.close();
    }
  } finally {
    await desktop.close();
  }
});

async function openMenu(desktop: LinuxDesktop): Promise<void> {
  await expect(async () => {
    await desktop.openMenu();
    await expect.poll(async () => showsMenu(await desktop.shot()), { timeout: 2_000 }).toBe(true);
  }).toPass({ timeout: 20_000 });
}
