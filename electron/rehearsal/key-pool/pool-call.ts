import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from './pool';

/** One request, its body read. */
export interface PoolCall {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** What stands for `*` in the route's path. */
  rest: string;
  body: string;
  pool: Pool;
}

export interface PoolRoute {
  method: string;
  /** `*` at its end takes the rest. */
  path: string;
  /** Who may: see `POOL_GUARDS`. */
  as: keyof typeof POOL_GUARDS;
  handle(call: PoolCall): Promise<void>;
}

/** An answer in the real one's form for errors. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The body is not what the route wants. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
}

/** What must be shown to be let in. @throws HttpError 401 */
export const POOL_GUARDS = {
  /** Nothing at all: anybody who reaches the port. */
  anyone: () => undefined,
  client({ request, pool: { settings } }: PoolCall) {
    const { authorization } = request.headers;
    if (!authorization) throw new HttpError(401, 'Missing Authorization header');
    if (!authorization.startsWith('Bearer ')) throw new HttpError(401, 'Invalid Authorization header format');
    if (![...settings.ALLOWED_TOKENS, settings.AUTH_TOKEN].includes(authorization.replace('Bearer ', '')))
      throw new HttpError(401, 'Invalid token');
  },
  admin({ request, pool: { settings } }: PoolCall) {
    const { authorization } = request.headers;
    if (!authorization) throw new HttpError(401, 'Missing auth_token header');
    if (authorization.replace('Bearer ', '') !== settings.AUTH_TOKEN)
      throw new HttpError(401, 'Invalid auth_token');
  },
  gemini({ request, url, pool: { settings } }: PoolCall) {
    const tokens = [...settings.ALLOWED_TOKENS, settings.AUTH_TOKEN];
    if (tokens.includes(url.searchParams.get('key') ?? '')) return;
    const header = request.headers['x-goog-api-key'];
    if (!header) throw new HttpError(401, 'Invalid key and missing x-goog-api-key header');
    if (!tokens.includes(String(header))) throw new HttpError(401, 'Invalid key and invalid x-goog-api-key');
  },
} as const;

/** Whether the cookie of the pages is the right one: it is the token itself. */
export function hasCookie(request: IncomingMessage, token: string): boolean {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  return token !== '' && cookies.includes(`auth_token=${token}`);
}

export function sendJson(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

/** The JSON object of a body. @throws ValidationError */
export function readObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ValidationError('Input should be a valid dictionary');
}
