// `npm run e2e -- [project…] [--real] [--kills 50] [--seed 1] [--rounds 20] [Playwright's own options]`
import { join } from 'node:path';
import { ensureSystem, installsByItself } from './debian.mjs';
import { findElectron } from './electron-binary.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { root, runOnOwnNode } from './own-node.mjs';

const args = process.argv.slice(2);
/** Takes a flag and its value out of the arguments. */
const takeValue = (flag) => {
  const at = args.indexOf(flag);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const kills = takeValue('--kills') ?? process.env.BOTPIER_KILLS;
const seed = takeValue('--seed') ?? process.env.BOTPIER_KILLS_SEED;
const rounds = takeValue('--rounds') ?? process.env.BOTPIER_ROUNDS;
const optionsAt = args.findIndex((arg) => arg.startsWith('-'));
const projects = optionsAt < 0 ? args : args.slice(0, optionsAt);
const options = (optionsAt < 0 ? [] : args.slice(optionsAt)).filter((arg) => arg !== '--real');
const wantsReal = args.includes('--real');

ensureInstalled();
// Else the first thing missed would be a browser, after minutes of a lab.
if (installsByItself() && !ensureSystem()) process.exit(1);
ensureBuilt();

if (wantsReal && !findElectron()) {
  console.error('--real: fetch Electron first with `npx install-electron`');
  process.exit(1);
}
const electron = wantsReal ? '' : (process.env.E2E_ELECTRON ?? join(root, 'e2e/standin/bin/electron'));
process.exit(
  runOnOwnNode(
    'node_modules/@playwright/test/cli.js',
    ['test', ...projects.map((name) => `--project=${name}`), ...options],
    {
      E2E_ELECTRON: electron,
      ...(kills && { BOTPIER_KILLS: kills }),
      ...(seed && { BOTPIER_KILLS_SEED: seed }),
      ...(rounds && { BOTPIER_ROUNDS: rounds }),
    },
  ),
);
