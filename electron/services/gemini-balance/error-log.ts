import { z } from 'zod';
import type { PoolRefusal } from '../roles';
import { type PoolApi, readJson } from './api';

const Newest = z.object({ logs: z.array(z.object({ id: z.number() })) });
const Details = z.object({ error_log: z.string().nullable(), error_code: z.number().nullable() });

/** What its list of errors ends with; undefined when the list cannot be read, 0 when it is empty. */
export async function newestError(api: PoolApi, signal?: AbortSignal): Promise<number | undefined> {
  try {
    const reply = await api('/api/logs/errors?limit=1', { as: 'panel', signal });
    return reply.status === 200 ? (Newest.parse(readJson(reply.body)).logs[0]?.id ?? 0) : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/**
 * The provider's own answer behind a masked 500: the newest entry of the pool's list of errors, if it came after
 * `since`. A call that reached nobody leaves no entry there, and so an answer without a status.
 */
export async function unmask(
  api: PoolApi,
  since: number | undefined,
  fallback: string,
  signal?: AbortSignal,
): Promise<PoolRefusal> {
  const id = await newestError(api, signal);
  if (since === undefined || id === undefined) return { kind: 'refused', status: 500, body: fallback };
  if (id <= since) return { kind: 'refused', status: undefined, body: fallback };
  const reply = await api(`/api/logs/errors/${id}/details`, { as: 'panel', signal });
  const details = Details.safeParse(readJson(reply.body)).data;
  return {
    kind: 'refused',
    status: details?.error_code ?? 500,
    body: details?.error_log ?? fallback,
  };
}
