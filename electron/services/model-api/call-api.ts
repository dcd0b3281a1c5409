import { type Clock, withDeadline } from '../../lib/clock';
import type { ApiRequest } from './protocol';

/** What came back from one call: an answer of any status, or nothing. */
export type ApiReply =
  | { kind: 'reply'; status: number; contentType: string; retryAfterMs: number | undefined; body: string }
  | { kind: 'unreachable'; message: string };

export interface CallOptions {
  fetch: typeof fetch;
  clock: Clock;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** The longest list of models in use has some hundred kB. */
const MAX_BODY_CHARS = 4 * 1024 * 1024;

/**
 * One call with a deadline that covers the body too. Rejects only with the reason of an aborted `signal`.
 * Redirects are not followed: the key would go along to whoever is named there.
 */
export async function callApi(request: ApiRequest, options: CallOptions): Promise<ApiReply> {
  const { url, ...init } = request;
  try {
    return await withDeadline(
      options.clock,
      options.timeoutMs,
      async (signal) => {
        const response = await options.fetch(url, { ...init, redirect: 'manual', signal });
        return {
          kind: 'reply',
          status: response.status,
          contentType: response.headers.get('content-type') ?? '',
          retryAfterMs: readRetryAfter(response.headers.get('retry-after'), options.clock),
          body: await readBody(response),
        };
      },
      options.signal,
    );
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    return { kind: 'unreachable', message: messageOf(error) };
  }
}

async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_BODY_CHARS) break;
  }
  return text;
}

/** Seconds or an HTTP date, as ms from now. */
function readRetryAfter(value: string | null, clock: Clock): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - clock.now();
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
}

/** The innermost cause: `fetch failed` says nothing, `getaddrinfo ENOTFOUND api.example.com` does. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : messageOf(error.cause);
}
