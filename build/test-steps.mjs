import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './own-node.mjs';

/**
 * A part of `npm test`.
 * @typedef {object} TestStep
 * @property {string} name
 * @property {string} script what is run on our Node, from the repository's root
 * @property {string[]} args `REPORT` stands for the path of the runner's JSON report
 * @property {'vitest' | 'playwright' | undefined} report whose report it writes; without one it counts as one test
 * @property {Record<string, string>} [env]
 */

const vitest = (name, config) => ({
  name,
  script: 'node_modules/vitest/vitest.mjs',
  args: ['run', '--config', config, '--reporter=json', '--outputFile=REPORT', '--reporter=agent'],
  report: 'vitest',
});

const playwright = (project) => ({
  name: `e2e ${project}`,
  script: 'build/e2e.mjs',
  args: [project, '--reporter=line,json'],
  report: 'playwright',
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: 'REPORT' },
});

/** @returns {TestStep[]} in the order they are run: what fails fastest comes first */
export function testSteps() {
  const steps = [
    {
      name: 'lint',
      script: 'node_modules/@biomejs/biome/bin/biome',
      args: ['check', '--diagnostic-level=warn'],
    },
    { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
    { name: 'build', script: 'build/build.mjs', args: [] },
    vitest('unit', 'vitest.config.ts'),
    playwright('desktop'),
    playwright('web'),
    playwright('sync'),
  ];
  if (existsSync('/etc/debian_version')) steps.push(vitest('package', 'build/package/vitest.config.ts'));
  if (existsSync(join(root, 'vitest.docker.config.ts')))
    steps.push(vitest('docker', 'vitest.docker.config.ts'));
  for (const project of ['main-job', 'astrbot', 'brain-swap', 'updates'])
    if (existsSync(join(root, 'e2e', project))) steps.push(playwright(project));
  return steps;
}
