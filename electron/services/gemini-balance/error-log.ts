import { z } from 'zod';
import type { PoolRefusal } from '../key-pool-role';
import { type PoolApi, readJson } from './api';

const Listed = z.object({ logs: z.array(z.object({ id: z.number(), error_code: z.number().nullable() })) });
const Details = z.object({ error_log: z.string().nullable(), error_code: z.number().nullable() });

/** More than one question tries keys for. */
const ENOUGH = 20;

/** What its list of errors ends with; undefined when the list cannot be read, 0 when it is empty. */
export async function newestError(api: PoolApi, signal?: AbortSignal): Promise<number | undefined> {
  const listed = await listErrors(api, 1, signal);
  return listed && (listed[0]?.id ?? 0);
}

/** Newest first. */
async function listErrors(api: PoolApi, limit: number, signal: AbortSignal | undefined) {
  try {
    const reply = await api(`/api/logs/errors?limit=${limit}`, { as: 'panel', signal });
    return reply.status === 200 ? Listed.parse(readJson(reply.body)).logs : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/**
 * The provider's own answer behind a masked 500: from the pool's list of errors, what came after `since`. A model that
 * is gone is gone for every key; else the last key tells. A call that reached nobody leaves no entry there, and so an
 * answer without a status.
 */
export async function unmask(
  api: PoolApi,
  since: number | undefined,
  fallback: string,
  signal?: AbortSignal,
): Promise<PoolRefusal> {
  const listed = await listErrors(api, ENOUGH, signal);
  if (since === undefined || !listed) return { kind: 'refused', status: 500, body: fallback };
  const fresh = listed.filter(({ id }) => id > since);
  const telling = fresh.find(({ error_code }) => error_code === 404) ?? fresh[0];
  if (!telling) return { kind: 'refused', status: undefined, body: fallback };
  const reply = await api(`/api/logs/errors/${telling.id}/details`, { as: 'panel', signal });
  const details = Details.safeParse(readJson(reply.body)).data;
  return {
    kind: 'refused',
    status: details?.error_code ?? 500,
    body: details?.error_log ?? fallback,
  };
}
