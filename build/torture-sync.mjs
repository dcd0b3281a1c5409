// `npm run torture:sync -- [--pushes 500] [--restores 200] [--seed 1]`: kills and spoils saving and restoring at random.
import { ensureInstalled } from './ensure-installed.mjs';
import { runOnOwnNode } from './own-node.mjs';

ensureInstalled();
process.exit(runOnOwnNode('e2e/torture-sync/run.mjs', process.argv.slice(2)));
