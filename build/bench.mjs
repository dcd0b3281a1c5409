// `npm run bench [-- <row>…]`: installs and builds what is missing, then measures.
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { runOnOwnNode } from './own-node.mjs';

ensureInstalled();
ensureBuilt();
process.exit(runOnOwnNode('e2e/bench/run.mjs', process.argv.slice(2)));
