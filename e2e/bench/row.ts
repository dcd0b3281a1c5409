import type { Stage } from './stage/stage';

/** What a row is measured against. `over` is what it may cost on top of the peer. */
export type Mark =
  | { kind: 'ratio'; atMost: number }
  | { kind: 'value'; atMost: number }
  | { kind: 'over'; atMost: number };

/** One figure of the product beside the same figure of a peer. */
export interface Row {
  /** As on the command line: kebab-case, as its file. */
  name: string;
  unit: 'ms' | 'MB' | 'kB' | '% of a core';
  /** In a few words, for the table. */
  peer: string;
  mark: Mark;
  /** `lab`: needs the lab, which stands in the machine's own network. Default: a network of the bench's own. */
  place?: 'lab';
  /** Takes so long that it is measured by its name alone. */
  onlyNamed?: true;
  /** At least seven samples of each, taken in turns or at the same moment. */
  measure(stage: Stage): Promise<Samples>;
}

export interface Samples {
  ours: number[];
  peers: number[];
}

/** A line of `out/bench.json`. */
export interface Result {
  name: string;
  value: number;
  unit: Row['unit'];
  peer: string;
  peerValue: number;
  /** `value` by `peerValue`. */
  ratio: number;
  /** What it is held against, in words: `≤ 1.5 ×`. */
  mark: string;
  ok: boolean;
}

/** The medians of both, and whether the mark is met. */
export function judge({ name, unit, peer, mark }: Row, samples: Samples): Result {
  const value = median(samples.ours);
  const peerValue = median(samples.peers);
  const ratio = value / peerValue;
  const held = { ratio, value, over: value - peerValue }[mark.kind];
  return {
    name,
    value: rounded(value),
    unit,
    peer,
    peerValue: rounded(peerValue),
    ratio: rounded(ratio),
    mark: inWords(mark, unit),
    ok: held <= mark.atMost,
  };
}

function inWords({ kind, atMost }: Mark, unit: Row['unit']): string {
  if (kind === 'ratio') return `≤ ${atMost} ×`;
  return kind === 'value' ? `≤ ${atMost} ${unit}` : `≤ peer + ${atMost} ${unit}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
