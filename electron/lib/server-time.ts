import type { Clock } from './clock';

/** An HTTP date has whole seconds, and an answer takes its time: less than this is no finding. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * `fetch` that tells by how much this computer's clock is off, as far as servers say what time it is: called with
 * ms, ours minus theirs, for every answer that is more than ten minutes away.
 */
export function fetchWatchingTime(
  fetcher: typeof fetch,
  clock: Clock,
  onSkew: (skewMs: number) => void,
): typeof fetch {
  return async (input, init) => {
    const response = await fetcher(input, init);
    const theirs = Date.parse(response.headers.get('date') ?? '');
    const skew = clock.now() - theirs;
    if (Math.abs(skew) > TOLERANCE_MS) onSkew(skew);
    return response;
  };
}
