import { stripVTControlCharacters } from 'node:util';

/**
 * Counts what a runner's JSON report says. A runner that failed without a failed test (a file that cannot be
 * loaded, no report at all) counts as one failure, so that nothing goes under.
 * @param {'vitest' | 'playwright' | undefined} kind
 */
export function countReport(kind, report, succeeded) {
  const counts = read(kind, report);
  if (!succeeded && counts.failed === 0) return { ...counts, failed: 1 };
  if (kind === undefined) return { passed: 1, failed: 0, skipped: 0 };
  // A runner that succeeded and found nothing to run was told to look in the wrong place.
  return counts.passed + counts.failed + counts.skipped === 0 ? { ...counts, failed: 1 } : counts;
}

function read(kind, report) {
  if (kind === 'vitest' && report) {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  }
  if (kind === 'playwright' && report) {
    const { expected, flaky, unexpected, skipped } = report.stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  }
  return { passed: 0, failed: 0, skipped: 0 };
}

/**
 * The tests that failed and the first line of why, file first: what a reader of the last lines alone has to know.
 * @param {'vitest' | 'playwright' | undefined} kind
 * @returns {string[]}
 */
export function failedTests(kind, report) {
  if (kind === 'vitest' && report)
    return report.testResults.flatMap(({ name, status, assertionResults }) => {
      const failed = assertionResults.filter((one) => one.status === 'failed');
      if (failed.length === 0) return status === 'failed' ? [`${name}: could not be run`] : [];
      return failed.map(({ fullName, failureMessages }) => told(`${name}: ${fullName}`, failureMessages[0]));
    });
  if (kind === 'playwright' && report) return report.suites.flatMap(failedSpecs);
  return [];
}

function failedSpecs({ specs, suites = [] }) {
  const failed = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []));
      return told(`${file}:${line}: ${title}`, errors[0]);
    });
  return [...failed, ...suites.flatMap(failedSpecs)];
}

function told(test, message) {
  const why = stripVTControlCharacters(message ?? '').split('\n')[0];
  return why ? `${test} · ${why}` : test;
}
