// `npm run lab [-- 26] [-- fast]`: real parts on this machine to point BotPier at, see e2e/lab/README.md.
import { join } from 'node:path';
import { ensureSystem } from './debian.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { root, runOnOwnNode } from './own-node.mjs';

if (process.env.BOTPIER_LAB_INSIDE) {
  const { runnerImport } = await import('vite');
  await runnerImport(join(root, 'e2e/lab/main.ts'), { root, configFile: false, logLevel: 'error' });
} else {
  ensureInstalled();
  if (!ensureSystem()) process.exit(1);
  ensureBuilt();
  // Ctrl-C reaches the lab by itself; it tidies up first.
  process.on('SIGINT', () => {});
  process.exit(runOnOwnNode('build/lab.mjs', process.argv.slice(2), { BOTPIER_LAB_INSIDE: '1' }));
}
