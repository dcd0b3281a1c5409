import { judge, type Result, type Row } from './row';
import { openStage } from './stage/stage';

export interface Outcome {
  results: Result[];
  /** Rows that could not be measured. */
  missing: string[];
}

/** Measures one row after the other; a row that fails does not keep the others from it. */
export async function measureRows(rows: readonly Row[]): Promise<Outcome> {
  const outcome: Outcome = { results: [], missing: [] };
  const stage = await openStage();
  try {
    for (const row of rows) {
      console.error(`${row.name}…`);
      try {
        const result = judge(row, await row.measure(stage));
        outcome.results.push(result);
        // Said at once: a long run that is broken off has told what it had by then.
        console.error(`  ${result.value} ${row.unit}, peer ${result.peerValue}, ${result.ratio} ×`);
      } catch (error) {
        outcome.missing.push(row.name);
        console.error(`${row.name} could not be measured:`, error);
      }
    }
  } finally {
    await stage.close();
  }
  return outcome;
}
