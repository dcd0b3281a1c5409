import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, expect, test } from '@playwright/test';
import { systemClock } from '../../electron/lib/clock';
import { createTokenDoor } from '../../electron/shell/web/door';
import { startWebServer, type WebServer } from '../../electron/shell/web/web-server';
import { createFixtureApp, type FixtureApp } from './fixture-app';
import { LEGACY_ANSWERS } from './legacy-fixture';
import type { Scene } from './scene';
import { SCENES } from './scenes';
import { NOW } from './views';

const root = join(import.meta.dirname, '../..');
const shotsDir = join(root, 'out/shots');
const TOKEN = 'a-token-for-pictures';
/** `SCENES=key` takes only what is named so. */
const chosen = SCENES.filter((scene) => scene.name.includes(process.env['SCENES'] ?? ''));
const LOOKS = [
  { language: 'zh', theme: 'light' },
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const;
const WIDE = { width: 1080, height: 720 };
const NARROW = { width: 380, height: 800 };

let app: FixtureApp;
let server: WebServer;
const failures: unknown[] = [];

test.beforeAll(async () => {
  await mkdir(shotsDir, { recursive: true });
  app = createFixtureApp();
  server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    door: createTokenDoor(TOKEN),
    rendererDir: process.env['RENDERER_DIR'] ?? join(root, 'out/renderer'),
    app: Promise.resolve(app),
    rehearse: () => Promise.reject(new Error('no picture shows one')),
    clock: systemClock,
    onFailure: (cause) => failures.push(cause),
  });
});
test.afterAll(() => server.close());

for (const look of LOOKS) {
  test(`${look.language} ${look.theme}`, async ({ browser }) => {
    const context = await openContext(browser, look, WIDE);
    for (const scene of chosen) await take(context, scene, look, 'wide');
    await context.close();
    const phone = await openContext(browser, look, NARROW);
    for (const scene of chosen.filter((one) => one.narrow)) await take(phone, scene, look, 'narrow');
    await phone.close();
    expect(failures).toEqual([]);
  });
}

type Look = (typeof LOOKS)[number];

async function openContext(browser: Browser, look: Look, viewport: typeof WIDE): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport,
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${server.url}#token=${TOKEN}`);
  await page.locator('main h1').first().waitFor({ timeout: 8_000 });
  await page.close();
  return context;
}

async function take(
  context: BrowserContext,
  scene: Scene,
  look: Look,
  width: 'wide' | 'narrow',
): Promise<void> {
  app.view.set({
    ...scene.view,
    settings: { ...scene.view.settings, language: look.language, theme: look.theme },
  });
  app.check = scene.check ?? 'pending';
  app.legacyAnswers = { ...LEGACY_ANSWERS, ...scene.legacy };
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.clock.install({ time: NOW });
  await page.goto(`${server.url}#/${scene.page ?? ''}`);
  await page.locator('main h1').first().waitFor({ timeout: 8_000 });
  await scene.act?.(page, app);
  await page.clock.runFor(1_200);
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached', timeout: 8_000 });
  if (scene.dialog) await expect.soft(page.getByRole('dialog'), scene.name).toBeVisible();
  if (scene.section)
    await expect
      .soft(page.locator('.settings-nav [aria-current=true]'), scene.name)
      .toHaveAttribute('data-section', scene.section);
  const name = [scene.name, look.language, look.theme, ...(width === 'narrow' ? ['380'] : [])].join('.');
  await page.screenshot({ path: join(shotsDir, `${name}.png`) });

  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  expect.soft(found, `axe: ${name}`).toEqual([]);
  expect.soft(errors, `console: ${name}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(overflow, `sideways scroll: ${name}`).toBeLessThanOrEqual(0);
  await page.close();
}
