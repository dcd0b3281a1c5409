// `npm run torture:snapshots -- [--count 300]`: snapshots of databases that are written to as hard as can be.
import { parseArgs } from 'node:util';
import { runOnOwnNode } from './own-node.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '300' } } });
const file = 'electron/app/snapshots/torture.docker.test.ts';
process.exit(
  runOnOwnNode('node_modules/vitest/vitest.mjs', ['run', '--config', 'vitest.docker.config.ts', file], {
    BOTPIER_SNAPSHOTS: values.count,
  }),
);
