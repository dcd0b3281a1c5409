import { z } from 'zod';
import { type Clock, withDeadline } from '../../lib/clock';
import type { PoolTokens } from './config';

/** One answer of the pool, whatever its status. */
export interface PoolReply {
  status: number;
  body: string;
}

/** Who calls: an asking client, who changes things (by cookie), or nobody in particular. */
type Caller = 'client' | 'admin' | 'panel' | 'anyone';

export type PoolApi = (
  path: string,
  options?: {
    as?: Caller;
    method?: 'GET' | 'POST' | 'PUT';
    body?: object;
    timeoutMs?: number;
    signal?: AbortSignal | undefined;
  },
) => Promise<PoolReply>;

const TIMEOUT_MS = 5_000;

/** Calls to a running pool on loopback. Rejects only when there is no answer. */
export function createPoolApi(ports: {
  port: number | undefined;
  tokens: PoolTokens;
  fetch: typeof fetch;
  clock: Clock;
}): PoolApi {
  const { tokens, clock } = ports;
  const headers: Record<Caller, Record<string, string>> = {
    client: { authorization: `Bearer ${tokens.client}` },
    admin: { authorization: `Bearer ${tokens.admin}` },
    // Its pages hand out no other proof than the token itself: no sign-in is needed.
    panel: { cookie: `auth_token=${tokens.admin}` },
    anyone: {},
  };
  return (path, { as = 'anyone', method = 'GET', body, timeoutMs = TIMEOUT_MS, signal } = {}) =>
    withDeadline(
      clock,
      timeoutMs,
      async (within) => {
        const response = await ports.fetch(`http://127.0.0.1:${ports.port}${path}`, {
          method,
          headers: { ...headers[as], ...(body ? { 'content-type': 'application/json' } : {}) },
          ...(body ? { body: JSON.stringify(body) } : {}),
          // Whom it does not know it sends to its front page, with 307.
          redirect: 'manual',
          signal: within,
        });
        return { status: response.status, body: await response.text() };
      },
      signal,
    );
}

/** The JSON value of a body; undefined when it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** What the pool itself says in an error, whichever of its two forms that has. */
export function ownWords(body: string): string {
  const value = readJson(body);
  if (typeof value === 'string') return value;
  return Refusal.safeParse(value).data?.error.message ?? body.slice(0, 300);
}
