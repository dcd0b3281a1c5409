import { join } from 'node:path';

// Else everything that is built or started from here would be the slower kind for developers.
process.env.NODE_ENV = 'production';
const { runnerImport } = await import('vite');

const root = join(import.meta.dirname, '../..');
const { module } = await runnerImport(join(import.meta.dirname, 'bench.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
process.exit(await module.bench(process.argv.slice(2)));
