import { join } from 'node:path';
import { runnerImport } from 'vite';

const root = join(import.meta.dirname, '../..');
const { module } = await runnerImport(join(import.meta.dirname, 'bench.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
process.exit(await module.bench(process.argv.slice(2)));
