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
        outcome.results.push(judge(row, await row.measure(stage)));
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
