import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock';
import { type BackOff, retry, waitMs } from './retry';

const backOff: BackOff = { firstMs: 1_000, factor: 2, maxMs: 5_000, jitter: 0 };

describe('waitMs', () => {
  it('grows up to a limit', () => {
    expect([1, 2, 3, 4, 5, 999].map((attempt) => waitMs(backOff, attempt))).toEqual([
      1_000, 2_000, 4_000, 5_000, 5_000, 5_000,
    ]);
  });

  it('leaves a share to chance', () => {
    const loose = { ...backOff, jitter: 0.5 };
    expect(waitMs(loose, 1, () => 0)).toBe(1_000);
    expect(waitMs(loose, 1, () => 0.999_999)).toBe(500);
  });
});

describe('retry', () => {
  const failing = (times: number, tries: number[]) => async (attempt: number) => {
    tries.push(attempt);
    if (attempt <= times) throw new Error(`failure ${attempt}`);
    return 'done';
  };

  it('waits by the clock between tries', async () => {
    const clock = createManualClock();
    const tries: number[] = [];
    const result = retry(failing(2, tries), { clock, backOff });
    await clock.advance(999);
    expect(tries).toEqual([1]);
    await clock.advance(1);
    expect(tries).toEqual([1, 2]);
    await clock.advance(2_000);
    expect(tries).toEqual([1, 2, 3]);
    expect(await result).toBe('done');
  });

  it('gives up with the last error after so many tries', async () => {
    const clock = createManualClock();
    const result = expect(retry(failing(9, []), { clock, backOff, attempts: 3 })).rejects.toThrow(
      'failure 3',
    );
    await clock.advance(60_000);
    await result;
  });

  it('does not try again what is not worth it', async () => {
    const options = { clock: createManualClock(), backOff, isWorthRetrying: () => false };
    await expect(retry(failing(9, []), options)).rejects.toThrow('failure 1');
  });

  it('stops waiting when aborted', async () => {
    const clock = createManualClock();
    const abort = new AbortController();
    const tries: number[] = [];
    const result = retry(failing(9, tries), { clock, backOff, signal: abort.signal });
    await clock.advance(10);
    abort.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    expect(tries).toEqual([1]);
  });
});
