import { expect, test } from 'vitest';
// @ts-expect-error a plain script without types, so that it runs before anything is installed
import { countReport, failedTests } from './test-report.mjs';

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };
const playwright = { stats: { expected: 7, flaky: 1, unexpected: 2, skipped: 3 } };

test('sums what each runner says in its own words', () => {
  expect(countReport('vitest', vitest, true)).toEqual({ passed: 5, failed: 0, skipped: 2 });
  expect(countReport('playwright', playwright, false)).toEqual({ passed: 8, failed: 2, skipped: 3 });
});

test('a runner that failed without a failed test counts as one failure', () => {
  expect(countReport('vitest', vitest, false)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  expect(countReport('playwright', undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countReport(undefined, undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a runner that ran nothing counts as a failure, a check without a report as one test', () => {
  expect(countReport('vitest', undefined, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countReport(undefined, undefined, true)).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test('names what failed, with its file and why', () => {
  const passed = { status: 'passed', fullName: 'the tray shows', failureMessages: [] };
  const failed = { status: 'failed', fullName: 'the tray hides', failureMessages: ['Error: 1\nat x'] };
  const report = {
    testResults: [
      { name: 'tray.test.ts', status: 'failed', assertionResults: [passed, failed] },
      { name: 'menu.test.ts', status: 'passed', assertionResults: [passed] },
      { name: 'bad.test.ts', status: 'failed', assertionResults: [] },
    ],
  };
  expect(failedTests('vitest', report)).toEqual([
    'tray.test.ts: the tray hides · Error: 1',
    'bad.test.ts: could not be run',
  ]);
  const tests = [{ results: [{ error: { message: '\u001b[31mTimeout\u001b[39m of 1 s\nat y' } }] }];
  const spec = (title: string, ok: boolean) => ({ file: 'web/a.spec.ts', line: 3, title, ok, tests });
  const suites = [{ specs: [spec('one', true)], suites: [{ specs: [spec('two', false)] }] }];
  expect(failedTests('playwright', { suites })).toEqual(['web/a.spec.ts:3: two · Timeout of 1 s']);
  expect(failedTests('playwright', undefined)).toEqual([]);
});
