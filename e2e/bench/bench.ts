import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { measureRows, type Outcome } from './measure-rows';
import type { Row } from './row';
import { ROWS } from './rows';
import { measureInOwnNetwork, reportFile } from './stage/own-network';
import { drawTable } from './table';

const REPORT = join(import.meta.dirname, '../../out/bench.json');

/**
 * Measures the rows of these names, or all; prints a table and writes `out/bench.json`. Answers the exit code:
 * a row over its mark is no failure, one that could not be measured is.
 */
export async function bench(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
  if (unknown.length > 0) {
    console.error(`No row ${unknown.join(', ')}. There are: ${ROWS.map((row) => row.name).join(', ')}`);
    return 2;
  }
  const rows = ROWS.filter((row) => (names.length === 0 ? !row.onlyNamed : names.includes(row.name)));
  if (reportFile !== undefined) {
    await writeFile(reportFile, JSON.stringify(await measureRows(rows)));
    return 0;
  }
  const { results, missing } = joined(
    await measureInOwnNetwork(rows.filter((row) => row.place === undefined)),
    await measureIfAny(rows.filter((row) => row.place === 'lab')),
  );
  await mkdir(dirname(REPORT), { recursive: true });
  await writeFile(REPORT, `${JSON.stringify(results, null, 2)}\n`);
  console.log(drawTable(results));
  if (missing.length > 0) console.log(`not measured: ${missing.join(', ')}`);
  return missing.length > 0 ? 1 : 0;
}

async function measureIfAny(rows: readonly Row[]): Promise<Outcome> {
  return rows.length > 0 ? await measureRows(rows) : { results: [], missing: [] };
}

function joined(...outcomes: Outcome[]): Outcome {
  return {
    results: outcomes.flatMap(({ results }) => results),
    missing: outcomes.flatMap(({ missing }) => missing),
  };
}
