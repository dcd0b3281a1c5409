import { join } from 'node:path';
import { runnerImport } from 'vite';

const { module } = await runnerImport(join(import.meta.dirname, 'report.ts'), {
  root: join(import.meta.dirname, '../..'),
  configFile: false,
  logLevel: 'error',
});
process.exit(await module.runTorture(process.argv.slice(2)));
