import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { chatRoutes } from './chat-routes';
import { isSentAway, manageRoutes } from './manage-routes';
import { messageOf, type Pool } from './pool';
import { HttpError, POOL_GUARDS, type PoolRoute, sendJson, ValidationError } from './pool-call';

const ROUTES: readonly PoolRoute[] = [...manageRoutes, ...chatRoutes];

/** The pool's one port, not listening yet. */
export function createPoolServer(pool: Pool): Server {
  return createServer((request, response) => {
    answer(pool, request, response).catch(() => response.destroy());
  });
}

async function answer(pool: Pool, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://pool');
  response.setHeader('access-control-allow-origin', '*');
  try {
    const body = await readText(request);
    if (isSentAway({ request, url, pool })) return void response.writeHead(307, { location: '/' }).end();
    const route = ROUTES.find((each) => each.method === request.method && fits(each.path, url.pathname));
    if (!route) throw new HttpError(404, 'Not Found');
    const rest = url.pathname.slice(route.path.length - 1);
    const call = { request, response, url, rest, body, pool };
    POOL_GUARDS[route.as](call);
    await route.handle(call);
  } catch (error) {
    refuse(response, error);
  }
}

function fits(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function refuse(response: ServerResponse, error: unknown): void {
  if (error instanceof ValidationError) {
    const details = [{ loc: ['body'], msg: error.message, type: 'value_error' }];
    const message = 'Request validation failed';
    sendJson(response, 422, { error: { code: 'validation_error', message, details } });
  } else if (error instanceof HttpError) {
    sendJson(response, error.status, { error: { code: 'http_error', message: error.message } });
  } else {
    // Whatever nobody foresaw comes as a bare text.
    sendJson(response, 500, messageOf(error));
  }
}
