import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { judge, type Result } from './row';
import { ROWS } from './rows';
import { enterOwnNetwork } from './stage/own-network';
import { openStage } from './stage/stage';
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
  const elsewhere = await enterOwnNetwork(names);
  if (elsewhere !== undefined) return elsewhere;

  const results: Result[] = [];
  const missing: string[] = [];
  const stage = await openStage();
  try {
    for (const row of ROWS) {
      if (names.length > 0 && !names.includes(row.name)) continue;
      console.error(`${row.name}…`);
      try {
        results.push(judge(row, await row.measure(stage)));
      } catch (error) {
        missing.push(row.name);
        console.error(`${row.name} could not be measured:`, error);
      }
    }
  } finally {
    await stage.close();
  }
  await mkdir(dirname(REPORT), { recursive: true });
  await writeFile(REPORT, `${JSON.stringify(results, null, 2)}\n`);
  console.log(drawTable(results));
  if (missing.length > 0) console.log(`not measured: ${missing.join(', ')}`);
  return missing.length > 0 ? 1 : 0;
}
