// `npm test [-- step…]`: works in a fresh clone, installs what is missing, ends with one line that counts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSystem } from './debian.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { ownEnvironment, ownNode, root } from './own-node.mjs';
import { countReport, failedTests } from './test-report.mjs';
import { testSteps } from './test-steps.mjs';

const OUTPUT_LINES = 120;
const reports = join(root, 'out/test');
/** Said once more at the end, where a long log is read first. */
const failures = [];

/** Runs one step; says its outcome in one line, and the end of its output where it failed. */
function run({ name, script, args, report, env = {} }) {
  const file = join(reports, `${name.replace(' ', '-')}.json`);
  const fill = (text) => text.replace('REPORT', file);
  const startedAt = Date.now();
  const result = spawnSync(ownNode(), [join(root, script), ...args.map(fill)], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: {
      ...ownEnvironment(),
      // Not NO_COLOR: beside what Playwright sets it is worth a warning per test.
      FORCE_COLOR: '0',
      ...Object.fromEntries(Object.entries(env).map(([key, value]) => [key, fill(value)])),
    },
  });
  const said = readReport(file);
  const counts = countReport(report, said, result.status === 0);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)`);
  if (counts.failed > 0) {
    console.log(`${result.stdout}${result.stderr}`.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n'));
    const names = failedTests(report, said).map((test) => `${name}: ${test.replace(`${root}/`, '')}`);
    failures.push(...(names.length > 0 ? names : [`${name}: see its output above`]));
  }
  return counts;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

ensureInstalled();
const wanted = process.argv.slice(2);
const steps = testSteps().filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const total = { passed: 0, failed: steps.length > 0 && ensureSystem() ? 0 : 1, skipped: 0 };
if (total.failed === 0) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  for (const step of steps) {
    const counts = run(step);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);
