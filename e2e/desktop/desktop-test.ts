import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';

export const executablePath = process.env['E2E_ELECTRON'] || undefined;
export const root = join(import.meta.dirname, '../..');

interface Fixtures {
  /** More arguments for the start. */
  args: string[];
  env: Record<string, string>;
  dataDir: string;
  app: ElectronApplication;
  page: Page;
}

/** BotPier rehearsing on the desktop; the same for the real binary and for the stand-in. */
export const test = base.extend<Fixtures>({
  args: [[], { option: true }],
  env: [{}, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'desktop-spec-'));
    await use(dataDir);
    // Chromium's last children may still be writing.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  },
  app: async ({ dataDir, args, env }, use) => {
    const app = await launch(dataDir, args, env);
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await expect(page).toHaveTitle(/BotPier/);
    await use(page);
  },
});

export function launch(
  dataDir: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ElectronApplication> {
  return _electron.launch({
    ...(executablePath && { executablePath }),
    args: ['.', '--rehearse', '--data-dir', dataDir, ...args],
    cwd: root,
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: join(dataDir, 'config'), ...env },
    locale: 'zh-CN',
  });
}
