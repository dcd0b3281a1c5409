// `npm run package [-- --check | win | mac | linux]`: packages for this system or those named; `--check` makes those of
// every system without a download and looks into them.
import { ensureSystem } from './debian.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { runOnOwnNode } from './own-node.mjs';

const args = process.argv.slice(2);

if (process.env.BOTPIER_PACKAGE_INSIDE) {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport('./build/package/make-packages.ts', {
    configFile: false,
    logLevel: 'error',
  });
  const unknown = args.filter((name) => !module.SYSTEMS.includes(name));
  if (unknown.length > 0) {
    console.error(`No system ${unknown.join(', ')}. There are: ${module.SYSTEMS.join(', ')}`);
    process.exit(2);
  }
  const systems = args.length > 0 ? args : [module.ownSystem()];
  try {
    for (const file of await module.makePackages({ systems, output: 'out/package' })) console.log(file);
  } catch (error) {
    console.error(error.message);
    console.error('Packing downloads Electron and the tools of each system; `--check` does without.');
    process.exit(1);
  }
} else {
  ensureInstalled();
  ensureBuilt();
  const checkAt = args.indexOf('--check');
  if (checkAt < 0) process.exit(runOnOwnNode('build/package.mjs', args, { BOTPIER_PACKAGE_INSIDE: '1' }));
  if (!ensureSystem()) process.exit(1);
  process.exit(
    runOnOwnNode('node_modules/vitest/vitest.mjs', [
      'run',
      '--config',
      'build/package/vitest.config.ts',
      ...args.toSpliced(checkAt, 1),
    ]),
  );
}
