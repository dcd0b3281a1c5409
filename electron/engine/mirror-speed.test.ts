import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../lib/clock';
import { createManualClock } from '../lib/manual-clock';
import { measureMirrors } from './mirror-speed';

const servers: Server[] = [];

async function serve(answer: RequestListener): Promise<{ mirror: string; server: Server }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { mirror: `127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('measureMirrors', () => {
  it.each([200, 401])('a registry that answers %i is alive, also behind a folder', async (status) => {
    const { mirror } = await serve((request, response) => {
      response
        .writeHead(request.url === '/v2/' ? status : 500, { 'content-type': 'application/json' })
        .end('{}');
    });
    const [plain, folder] = await measureMirrors([mirror, `${mirror}/hub`], { fetch, clock: systemClock });
    expect(plain).toEqual({ mirror, latencyMs: expect.any(Number), message: '' });
    expect(folder?.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it('says of each what is wrong, in the order given', async () => {
    const broken = await serve((_, response) => response.writeHead(503).end());
    const parked = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>'),
    );
    const speeds = await measureMirrors([parked.mirror, '127.0.0.1:1', broken.mirror], {
      fetch,
      clock: systemClock,
    });
    expect(speeds).toEqual([
      { mirror: parked.mirror, latencyMs: undefined, message: 'answers with a web page' },
      { mirror: '127.0.0.1:1', latencyMs: undefined, message: expect.stringMatching(/./) },
      { mirror: broken.mirror, latencyMs: undefined, message: 'HTTP 503' },
    ]);
  });

  it('waits 5 s for one that hangs', async () => {
    const { mirror, server } = await serve(() => {});
    const clock = createManualClock();
    const measuring = measureMirrors([mirror], { fetch, clock });
    await once(server, 'request');
    await clock.advance(5_000);
    expect(await measuring).toEqual([{ mirror, latencyMs: undefined, message: 'no answer within 5000 ms' }]);
  });

  it('ends when it is cancelled', async () => {
    const { mirror, server } = await serve(() => {});
    const abort = new AbortController();
    const measuring = measureMirrors([mirror], { fetch, clock: systemClock, signal: abort.signal });
    await once(server, 'request');
    abort.abort(new Error('enough'));
    await expect(measuring).rejects.toThrow('enough');
  });

  it('asks the Hub at its registry, loopback by HTTP, and by HTTP where HTTPS fails on a port', async () => {
    const asked: string[] = [];
    const refuse: typeof fetch = async (url) => {
      asked.push(String(url));
      throw new Error('refused');
    };
    await measureMirrors(['docker.io', 'localhost', 'a.test', 'b.test:5000/x'], {
      fetch: refuse,
      clock: systemClock,
    });
    expect(asked.sort()).toEqual([
      'http://b.test:5000/v2/',
      'http://localhost/v2/',
      'https://a.test/v2/',
      'https://b.test:5000/v2/',
      'https://registry-1.docker.io/v2/',
    ]);
  });
});
