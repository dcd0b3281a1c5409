import { defineConfig } from 'vitest/config';

/** The tests that need real engines, started by e2e/lab/engine: root on Debian. One file at a time. */
export default defineConfig({
  test: {
    include: ['**/*.docker.test.ts'],
    exclude: ['**/node_modules/**'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
