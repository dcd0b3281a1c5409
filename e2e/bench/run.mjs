import { join } from 'node:path';

// Else everything that is built or started from here would be the slower kind for developers.
process.env.NODE_ENV = 'production';
const { createServer, createServerModuleRunner } = await import('vite');

// Kept open to the end: what is measured imports more when it is first needed.
const server = await createServer({
  root: join(import.meta.dirname, '../..'),
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
});
const module = await createServerModuleRunner(server.environments.ssr).import(
  join(import.meta.dirname, 'bench.ts'),
);
process.exit(await module.bench(process.argv.slice(2)));
