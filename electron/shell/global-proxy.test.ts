import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createValue } from '../lib/value';
import { followProxy } from './global-proxy';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(): Promise<{ port: number; tunnels: string[] }> {
  const tunnels: string[] = [];
  const server = createServer((_, response) => response.end('hello'));
  server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const upstream = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, tunnels };
}

it('goes through the proxy in use, directly to this computer, and directly again once it is taken out', async () => {
  const { port, tunnels } = await serve();
  const proxy = createValue('');
  open.push(followProxy(proxy));
  proxy.set(`http://127.0.0.1:${port}`);
  expect(await (await fetch('http://model.invalid/v1')).text()).toBe('hello');
  expect(tunnels).toEqual(['model.invalid:80']);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');
  expect(tunnels).toHaveLength(1);
  proxy.set('');
  await expect(fetch('http://model.invalid/v1')).rejects.toThrow();
});
