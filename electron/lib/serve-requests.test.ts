import { request } from 'node:http';
import { expect, test } from 'vitest';
import { serveRequests } from './serve-requests';

test('hands over method, path, headers and body, and the answer back', async () => {
  const server = await serveRequests(async (incoming) => {
    const { pathname, search } = new URL(incoming.url);
    const said = [incoming.method, pathname, search, incoming.headers.get('x-a'), await incoming.text()];
    return Response.json(said, { status: 201, headers: { 'X-B': 'b' } });
  }, '127.0.0.1');
  const answer = await fetch(`http://127.0.0.1:${server.port}/p?q=1`, {
    method: 'POST',
    headers: { 'X-A': 'a' },
    body: 'text',
  });
  expect([answer.status, answer.headers.get('x-b'), await answer.json()]).toEqual([
    201,
    'b',
    ['POST', '/p', '?q=1', 'a', 'text'],
  ]);
  await server.close();
});

test('says nothing of what went wrong inside', async () => {
  const server = await serveRequests(async () => {
    throw new Error('secret');
  }, '127.0.0.1');
  const answer = await fetch(`http://127.0.0.1:${server.port}/`);
  expect([answer.status, await answer.text()]).toEqual([500, '']);
  await server.close();
});

test('a path that looks like a host is a path', async () => {
  const server = await serveRequests(async ({ url }) => new Response(new URL(url).host), '127.0.0.1');
  const host = await new Promise((resolve) => {
    request({ host: '127.0.0.1', port: server.port, path: '//evil.example/x' }, (answer) => {
      answer.setEncoding('utf8').on('data', resolve);
    }).end();
  });
  expect(host).toBe('localhost');
  await server.close();
});

test('rejects where it cannot listen', async () => {
  await expect(serveRequests(async () => new Response(), '192.0.2.1')).rejects.toThrow('EADDRNOTAVAIL');
});
