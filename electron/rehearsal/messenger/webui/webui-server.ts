import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type ApiCall,
  type ApiHandler,
  ApiRefusal,
  type ApiRoutes,
  STREAMED,
  type WebuiParts,
} from './api-call';
import { authRoutes } from './auth-routes';
import { baseRoutes, laterBaseRoutes, oldBaseRoutes } from './base-routes';
import { configRoutes } from './config-routes';
import { laterLoginRoutes, loginRoutes } from './login-routes';
import { readBody } from './request-body';

/** Reachable without a credential, by exactly this address. */
const FREE_PATHS = new Set([
  '/api/auth/login',
  '/api/auth/passkey/generate-authentication-options',
  '/api/auth/passkey/verify-authentication',
]);

/** The web API of one worker, not listening yet. */
export function createWebuiServer(parts: WebuiParts): Server {
  const routes: ApiRoutes = {
    ...authRoutes,
    ...loginRoutes,
    ...configRoutes,
    ...baseRoutes,
    ...(parts.profile === 'A' ? oldBaseRoutes : { ...laterLoginRoutes, ...laterBaseRoutes }),
  };
  return createServer((request, response) => {
    answer(request, response, routes, parts).catch(() => response.destroy());
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ApiRoutes,
  parts: WebuiParts,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://messenger');
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  if (url.pathname === '/') return void response.writeHead(301, { location: '/webui' }).end();
  if (url.pathname.startsWith('/webui')) return sendHtml(response, 200, '<title>WebUI</title>');
  if (!url.pathname.startsWith('/api/')) return sendNotFound(request, response, url);
  try {
    const body = await readBody(request);
    const credential = findCredential(request, url, parts);
    const free = FREE_PATHS.has(request.url ?? '');
    const checked = parts.credentials.check(credential, parts.config.token);
    if (!free && checked !== 'ok') {
      const told = checked === 'revoked' && url.pathname === '/api/auth/check';
      throw new ApiRefusal(told ? 'Token has been revoked' : 'Unauthorized');
    }
    const handler = findHandler(routes, request.method ?? 'GET', url.pathname.slice('/api'.length));
    if (!handler) return sendNotFound(request, response, url);
    const address = request.socket.remoteAddress ?? '';
    const call: ApiCall = { body, query: url.searchParams, credential, address, response, request };
    const data = await handler(call, parts);
    if (data !== STREAMED) sendJson(response, { code: 0, message: 'success', data });
  } catch (error) {
    const message = error instanceof ApiRefusal ? error.message : 'An unknown error occurred.';
    sendJson(response, { code: -1, message });
  }
}

function findHandler(routes: ApiRoutes, method: string, path: string): ApiHandler | undefined {
  const key = [`${method} ${path}`, `ALL ${path}`].find((name) => Object.hasOwn(routes, name));
  return key === undefined ? undefined : routes[key];
}

function findCredential(request: IncomingMessage, url: URL, { profile }: WebuiParts): string {
  const header = request.headers.authorization?.split(' ')[1];
  return header ?? (profile === 'A' ? '' : (url.searchParams.get('webui_token') ?? ''));
}

function sendJson(response: ServerResponse, content: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(content));
}

function sendHtml(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
    .end(`<!DOCTYPE html>\n<html lang="en"><body>${body}</body></html>\n`);
}

function sendNotFound(request: IncomingMessage, response: ServerResponse, url: URL): void {
  sendHtml(response, 404, `<pre>Cannot ${request.method} ${url.pathname}</pre>`);
}
