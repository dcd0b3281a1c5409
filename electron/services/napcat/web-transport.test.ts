import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import { createWebTransport } from './web-transport';

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const open = (port: number, clock = systemClock) => createWebTransport({ port, fetch, clock });

test('posts a body always, and the credential in a header', async () => {
  const seen: { url: string | undefined; authorization: string | undefined; body: string }[] = [];
  const port = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ url: request.url, authorization: request.headers.authorization, body });
    response.end('{"message":"success","code":0,"data":{"x":1}}');
  });
  expect(await open(port)('/a/b', { body: {}, credential: 'C' })).toEqual({
    code: 0,
    message: 'success',
    data: { x: 1 },
  });
  await open(port)('/a/b', { body: {}, method: 'GET' });
  expect(seen).toEqual([
    { url: '/api/a/b', authorization: 'Bearer C', body: '{}' },
    { url: '/api/a/b', authorization: undefined, body: '' },
  ]);
});

test.each<[string, RequestListener, string]>([
  ['no such call', (_, response) => response.writeHead(404).end('<html>'), 'missing'],
  ['a page', (_, response) => response.end('<html>'), 'malformed'],
  ['nothing', (_, response) => response.end(), 'malformed'],
  ['forbidden', (_, response) => response.writeHead(403).end('{"error":"ip"}'), 'malformed'],
  ['another address', (_, response) => response.writeHead(302, { location: '/x' }).end(), 'unreachable'],
  ['a broken connection', (request) => request.socket.destroy(), 'unreachable'],
])('%s', async (_name, listener, kind) => {
  const port = await serve(listener);
  await expect(open(port)('/a', { body: {}, credential: 'SECRET' })).rejects.toMatchObject({
    kind,
    message: expect.not.stringContaining('SECRET'),
  });
});

test('nobody there, with the reason', async () => {
  const port = await serve(() => {});
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const free = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  expect(free).not.toBe(port);
  await expect(open(free)('/a', { body: {} })).rejects.toThrow('ECONNREFUSED');
});

test('no answer in time', async () => {
  const clock = createManualClock();
  const asked = Promise.withResolvers<void>();
  const port = await serve(() => asked.resolve());
  const answer = open(port, clock)('/a', { body: {} });
  const settled = expect(answer).rejects.toMatchObject({ kind: 'unreachable' });
  await asked.promise;
  await clock.advance(5_000);
  await settled;
});

test('called off', async () => {
  const asked = Promise.withResolvers<void>();
  const port = await serve(() => asked.resolve());
  const controller = new AbortController();
  const answer = open(port)('/a', { body: {}, signal: controller.signal });
  const settled = expect(answer).rejects.toThrow('enough');
  await asked.promise;
  controller.abort(new Error('enough'));
  await settled;
});
