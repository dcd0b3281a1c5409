import { type Clock, sleep } from './clock';

/** How long to wait between tries. */
export interface BackOff {
  firstMs: number;
  /** Each wait is so many times the one before. */
  factor: number;
  maxMs: number;
  /** Share of a wait that is left to chance, 0–1, so that many do not come back at once. */
  jitter: number;
}

export interface RetryOptions {
  clock: Clock;
  backOff: BackOff;
  /** Tries in all; without end when absent. */
  attempts?: number;
  /** Whether an error is worth another try; every one by default. */
  isWorthRetrying?: (error: unknown) => boolean;
  signal?: AbortSignal;
  /** 0 ≤ x < 1; `Math.random` by default. */
  random?: () => number;
}

/** The wait after the `attempt`th failure, counted from 1, in ms. */
export function waitMs(backOff: BackOff, attempt: number, random: () => number = Math.random): number {
  const full = Math.min(backOff.maxMs, backOff.firstMs * backOff.factor ** (attempt - 1));
  return Math.round(full * (1 - backOff.jitter * random()));
}

/** Tries until `work` resolves; rejects with its last error, or with the signal's reason when aborted. */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  { clock, backOff, attempts = Number.POSITIVE_INFINITY, isWorthRetrying, signal, random }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (signal?.aborted || attempt >= attempts || isWorthRetrying?.(error) === false) throw error;
    }
    await sleep(clock, waitMs(backOff, attempt, random), signal);
  }
}
