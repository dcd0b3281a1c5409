import { describe, expect, it } from 'vitest';
import { torture } from './torture';

/** `npm run torture:sync` does the same five hundred times. */
describe('saving a bot, killed and spoilt at random', () => {
  it('loses nothing, mixes nothing and points at nothing that is not there', async () => {
    const { wrong, pushesKilled, restored } = await torture({
      pushes: 14,
      restores: 6,
      seed: 3,
      way: 'good',
    });
    expect(wrong).toEqual([]);
    expect(pushesKilled).toBeGreaterThan(0);
    expect(restored).toBeGreaterThan(0);
  }, 300_000);

  it.each([
    ['pointerBeforeAsset', 2, /DANGLING/],
    ['oldAssetsFirst', 3, /DANGLING/],
    ['noSettle', 1, /STUCK/],
  ] as const)(
    'would be caught if its steps were put together as %s (seed %i)',
    async (way, seed, what) => {
      const { wrong } = await torture({ pushes: 60, restores: 0, seed, way });
      expect(wrong[0]).toMatch(what);
    },
    300_000,
  );
});
