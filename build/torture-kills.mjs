// `npm run torture:kills -- [--count 100] [--seed 1]`: kills BotPier at random moments between choose and reply.
import { parseArgs } from 'node:util';
import { runOnOwnNode } from './own-node.mjs';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
process.exit(
  runOnOwnNode('build/e2e.mjs', ['main-job', '--reporter=list', 'kills.spec.ts'], {
    BOTPIER_KILLS: values.count,
    BOTPIER_KILLS_SEED: values.seed,
    PLAYWRIGHT_LIST_PRINT_STEPS: '1',
  }),
);
