import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Door } from './door';
import type { HostGuard } from './hosts';
import type { RateLimit } from './rate-limit';
import type { Sessions } from './sessions';

const MAX_BODY_BYTES = 4096;
const Body = z.object({ secret: z.string().min(1).max(1024) });

export interface SessionGuards {
  door: Door;
  hosts: HostGuard;
  sessions: Sessions;
  rateLimit: RateLimit;
}

/**
 * `GET /session` → `{ signedIn, by }`, where `by` says what the page has to ask for.
 * `POST /session { secret }` → 204 with the cookie · 401 wrong · 429 too often · 403 from another page.
 */
export async function answerSession(
  guards: SessionGuards,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { door, hosts, sessions, rateLimit } = guards;
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ signedIn: sessions.holds(request.headers.cookie), by: door.by }));
    return;
  }
  if (request.method !== 'POST') return end(response, 405);
  if (!hosts.isOwnOrigin(request.headers.origin, request.headers.host)) return end(response, 403);

  const who = request.socket.remoteAddress ?? '';
  const waitMs = rateLimit.take(who);
  if (waitMs > 0) {
    response.setHeader('retry-after', Math.ceil(waitMs / 1000));
    return end(response, 429);
  }
  const body = Body.safeParse(await readJson(request));
  if (!body.success) return end(response, 400);
  if (!(await door.opens(body.data.secret))) return end(response, 401);
  rateLimit.giveBack(who);
  response.setHeader('set-cookie', sessions.open(request.headers.origin?.startsWith('https:') ?? false));
  end(response, 204);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

/** Undefined when it is not JSON of a sensible length. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const length = Number(request.headers['content-length']);
  if (!(length <= MAX_BODY_BYTES) || request.headers['content-type'] !== 'application/json') return undefined;
  try {
    return await json(request);
  } catch {
    return undefined;
  }
}
