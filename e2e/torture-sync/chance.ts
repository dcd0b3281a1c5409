/** Chance that comes out the same for the same seed. */
export interface Chance {
  /** 0 ≤ x < `limit`, a whole number. */
  below(limit: number): number;
  is(share: number): boolean;
  pick<T>(from: readonly T[]): T;
}

export function chanceOf(seed: number): Chance {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const next = () => {
    // Xorshift: short, and even enough for choosing where to strike.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    is: (share) => next() < share,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}
