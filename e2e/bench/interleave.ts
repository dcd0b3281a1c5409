import type { Samples } from './row';

/** How many samples of each a row takes. */
export const RUNS = 7;

/** Takes samples in turns (ours, the peer's, ours, …), so that whatever else the machine does falls on both. */
export async function interleave(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
  { runs = RUNS, warmUps = 1 } = {},
): Promise<Samples> {
  const samples: Samples = { ours: [], peers: [] };
  for (let run = -warmUps; run < runs; run++) {
    const pair = [await ours(), await peer()] as const;
    if (run < 0) continue;
    samples.ours.push(pair[0]);
    samples.peers.push(pair[1]);
  }
  return samples;
}

/** Takes `runs` samples of two things that can be seen at the same moment. */
export async function together(
  sample: () => Promise<{ ours: number; peer: number }>,
  { runs = RUNS, warmUps = 1 } = {},
): Promise<Samples> {
  const samples: Samples = { ours: [], peers: [] };
  for (let run = -warmUps; run < runs; run++) {
    const { ours, peer } = await sample();
    if (run < 0) continue;
    samples.ours.push(ours);
    samples.peers.push(peer);
  }
  return samples;
}
