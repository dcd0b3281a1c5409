import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The parsed JSON body; undefined when there is none. */
  body: unknown;
}

/** `never` leaves the request unanswered. */
export type LocalAnswer =
  | { status?: number; headers?: Record<string, string>; json: unknown }
  | { status?: number; headers?: Record<string, string>; text: string }
  | 'never';

export interface LocalApi extends AsyncDisposable {
  origin: string;
  seen: SeenRequest[];
}

/** A web API on loopback for tests: answers by `METHOD /path`, else by `*`, else 404. */
export async function startLocalApi(
  routes: Record<string, LocalAnswer | ((request: SeenRequest) => LocalAnswer)>,
): Promise<LocalApi> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://local');
    const { method = 'GET', headers } = request;
    const arrived: SeenRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    seen.push(arrived);
    const route = routes[`${method} ${url.pathname}`] ?? routes['*'] ?? { status: 404, text: 'not found' };
    const answer = typeof route === 'function' ? route(arrived) : route;
    if (answer === 'never') return;
    const isJson = 'json' in answer;
    response.writeHead(answer.status ?? 200, {
      'content-type': isJson ? 'application/json' : 'text/html; charset=utf-8',
      ...answer.headers,
    });
    response.end(isJson ? JSON.stringify(answer.json) : answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
