import type { Result } from './row';

const HEADINGS = ['row', 'ours', 'peer', 'ratio', 'mark', '', 'held against'] as const;

/** The results as aligned columns. */
export function drawTable(results: readonly Result[]): string {
  const lines = results.map((result) => [
    result.name,
    `${result.value} ${result.unit}`,
    `${result.peerValue} ${result.unit}`,
    `${result.ratio} ×`,
    result.mark,
    result.ok ? 'ok' : 'OVER',
    result.peer,
  ]);
  const table = [[...HEADINGS], ...lines];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
