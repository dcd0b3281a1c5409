import { z } from 'zod';
import { type Clock, withDeadline } from '../../lib/clock';
import { WebError } from './web-error';

/** NapCat's answer to everything, errors included: those come with HTTP 200. */
export const Envelope = z.object({
  code: z.number(),
  message: z.string().catch(''),
  data: z.unknown().optional(),
});
export type Envelope = z.infer<typeof Envelope>;

/** One POST to NapCat's web API. Rejects with WebError, or with the signal's reason when aborted. */
export type WebTransport = (path: string, options: PostOptions) => Promise<Envelope>;

interface PostOptions {
  /** Always sent: a handler that reads the body fails on none at all. */
  body: Readonly<Record<string, unknown>>;
  credential?: string | undefined;
  method?: 'GET' | 'POST';
  deadlineMs?: number;
  signal?: AbortSignal | undefined;
}

const DEADLINE_MS = 5_000;

export function createWebTransport(access: {
  port: number;
  fetch: typeof fetch;
  clock: Clock;
}): WebTransport {
  const base = `http://127.0.0.1:${access.port}/api`;
  return async (path, { body, credential, method = 'POST', deadlineMs = DEADLINE_MS, signal }) => {
    const authorization = credential === undefined ? {} : { authorization: `Bearer ${credential}` };
    const exchange = async (until: AbortSignal) => {
      const response = await access.fetch(`${base}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...authorization },
        ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
        // A proxy or a portal on the port must not be followed with our credential.
        redirect: 'error',
        signal: until,
      });
      return { status: response.status, text: await response.text() };
    };
    const answer = await withDeadline(access.clock, deadlineMs, exchange, signal).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw new WebError('unreachable', reasonOf(error), { cause: error });
    });
    if (answer.status === 404) throw new WebError('missing', `no ${path}`);
    const envelope = Envelope.safeParse(parseJson(answer.text));
    if (!envelope.success) throw new WebError('malformed', `${path} answered ${answer.status}`);
    return envelope.data;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` hides the telling part in a chain of causes. */
function reasonOf(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause !== undefined) deepest = deepest.cause;
  if (!(deepest instanceof Error)) return String(deepest);
  if (deepest.message) return deepest.message;
  return 'code' in deepest ? String(deepest.code) : deepest.name;
}
