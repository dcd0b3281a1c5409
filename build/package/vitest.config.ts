import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Run by `npm run package -- --check`: packs for every system and looks into what came out. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['build/package/check/*.check.ts'],
    globalSetup: 'build/package/check/checked-packages.ts',
    testTimeout: 120_000,
  },
});
