import type { OutgoingHttpHeaders } from 'node:http';
import { hostTime, type World } from './host-server';
import { RestError } from './rest-call';
import type { StoredToken } from './store';

const LIMIT = 5_000;
const HOUR_MS = 3_600_000;

export interface RateLimits {
  /** Of the hour that is running. */
  view(token: StoredToken | undefined): { limit: number; used: number; remaining: number; reset: number };
  count(token: StoredToken | undefined): void;
  headers(token: StoredToken | undefined): OutgoingHttpHeaders;
  /** @throws RestError when a fault says that the limit is used up. */
  check(token: StoredToken | undefined): void;
}

/** GitHub's limits of the hour per account, and both ways of being over a limit. */
export function createRateLimits(world: World): RateLimits {
  const { clock, faults } = world;
  const windows = new Map<string, { used: number; endsAt: number }>();
  const windowOf = (token: StoredToken | undefined) => {
    const key = token?.owner ?? '';
    const known = windows.get(key);
    if (known && known.endsAt > clock.now()) return known;
    const fresh = { used: 0, endsAt: clock.now() + HOUR_MS };
    windows.set(key, fresh);
    return fresh;
  };
  const view = (token: StoredToken | undefined) => {
    const { used, endsAt } = windowOf(token);
    const limit = token ? LIMIT : 60;
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.floor(endsAt / 1_000) };
  };
  const headersOf = ({ limit, used, remaining, reset }: ReturnType<typeof view>) => ({
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-used': used,
    'x-ratelimit-reset': reset,
    'x-ratelimit-resource': 'core',
  });
  return {
    view,
    count(token) {
      windowOf(token).used += 1;
    },
    headers: (token) => headersOf(view(token)),
    check(token) {
      const primary = faults.take('primaryLimit');
      const { limit, remaining, reset: hourEnds } = view(token);
      if (primary || remaining === 0) {
        const reset = primary ? Math.floor(hostTime(world) / 1_000) + primary.resetInSeconds : hourEnds;
        throw new RestError(
          primary?.status ?? 403,
          'API rate limit exceeded for user ID 1. If you reach out to GitHub Support for help, please include the request ID.',
          {},
          headersOf({ limit, used: limit, remaining: 0, reset }),
        );
      }
      refuseTooMany(world);
    },
  };
}

/** The limit of how much at once. @throws RestError when a fault says that it is reached. */
export function refuseTooMany({ faults }: World): void {
  const secondary = faults.take('secondaryLimit');
  if (!secondary) return;
  throw new RestError(
    secondary.status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    {},
    secondary.retryAfterSeconds === null ? {} : { 'retry-after': String(secondary.retryAfterSeconds) },
  );
}
