import { defineConfig } from 'vitest/config';

/** `*.test.ts` needs nothing · `*.docker.test.ts` needs a Docker engine (`npm run test:docker`). */
export default defineConfig({
  test: {
    include: [
      'electron/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'e2e/**/*.test.ts',
      'build/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/*.docker.test.ts'],
    testTimeout: 20_000,
    // Most tests wait more than they work, so that a machine of two cores carries three.
    maxWorkers: 3,
  },
});
