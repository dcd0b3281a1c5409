import { defineConfig } from '@playwright/test';

const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Every screen as a picture in `out/shots/`: `npm run shots`. Needs a built renderer. */
export default defineConfig({
  testDir: '.',
  testMatch: 'shots.ts',
  workers: 1,
  timeout: 240_000,
  outputDir: '../../out/shots-failed',
  reporter: 'line',
  use: {
    actionTimeout: 8_000,
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: unsandboxed },
  },
});
