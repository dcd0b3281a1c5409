import { defineConfig } from '@playwright/test';

const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Run by `npm run e2e -- <project>…` (build/e2e.mjs), which builds first and says where Electron is. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'out/e2e',
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  workers: 1,
  use: {
    locale: 'zh-CN',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [...unsandboxed, '--font-render-hinting=none'],
    },
  },
  projects: [
    { name: 'desktop', testDir: 'e2e/desktop' },
    { name: 'web', testDir: 'e2e/web' },
    { name: 'sync', testDir: 'e2e/sync' },
    { name: 'packaged', testDir: 'e2e/packaged' },
    { name: 'main-job', testDir: 'e2e/main-job' },
    { name: 'astrbot', testDir: 'e2e/astrbot' },
    { name: 'brain-swap', testDir: 'e2e/brain-swap' },
    { name: 'updates', testDir: 'e2e/updates' },
  ],
});
