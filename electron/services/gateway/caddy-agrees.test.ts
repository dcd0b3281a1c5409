import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RouteTable, type RouteTableInput, RouteTry } from '../../contract/routes';
import { ask } from './test-ask';
import { caddyVersion, startBackend, startGateway, type TestBackend, type TestGateway } from './test-caddy';
import { tryRoute } from './try-route';

type Rule = RouteTableInput['rules'][number];

const TABLES = 25;
const REQUESTS = 25;

/** The same numbers at each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe.skipIf(!caddyVersion())('what is told of a request, and what the real server does', () => {
  let backend: TestBackend;
  let gateway: TestGateway;
  const empty = () => ({ default_backend: `http://127.0.0.1:${backend.port}`, rules: [] });

  beforeAll(async () => {
    backend = await startBackend('one');
    gateway = await startGateway(empty(), { backends: [backend] });
  });
  afterAll(async () => {
    await gateway.close();
    await backend.close();
  });

  it.each(Array.from({ length: TABLES }, (_, seed) => seed))('is the same, table %i', async (seed) => {
    const random = createRandom(seed + 1);
    const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
    const path = () =>
      `/${Array.from({ length: random(4) }, () => pick(['a', 'b', 'ab', 'a/', 'b/', '你', '%'])).join('')}`;
    const rule = (n: number): Rule => {
      const match: Record<string, unknown> = {};
      if (random(4) > 0) match[pick(['path_prefix', 'path_prefix', 'path_equal'])] = path();
      if (random(6) === 0) match['host'] = pick(['x.localhost', 'Y.localhost', '*.localhost']);
      if (random(8) === 0) match['method'] = pick(['GET', 'put']);
      if (random(10) === 0) match['referer_substr'] = pick(['/a', 'b']);
      if (random(12) === 0) match['headers'] = [{ name: 'X-T', contains: pick(['a', 'b']) }];
      // Most are not for everybody, or the first would take all.
      if (Object.keys(match).length === 0) match['path_equal'] = path();
      return {
        match: match as NonNullable<Rule['match']>,
        priority: pick([0, 0, 0, 1, -3]),
        enabled: random(10) > 0,
        backend: `http://127.0.0.1:${backend.port}`,
        set_headers: [{ name: 'X-Rule', value: String(n) }],
      };
    };
    const table = RouteTable.parse({
      ...empty(),
      rules: Array.from({ length: 5 + random(60) }, (_, n) => rule(n)),
    });
    await gateway.change(table);
    const around = {
      upstreams: [{ name: '127.0.0.1', ports: [{ container: backend.port, host: undefined }] }],
      name: 'gateway',
      port: gateway.port,
      reach: 'loopback',
      domain: undefined,
    } as const;
    for (let n = 0; n < REQUESTS; n += 1) {
      const method = pick(['GET', 'GET', 'PUT']);
      const url = encodeURI(path());
      const headers = {
        Host: pick(['localhost', 'x.localhost', 'y.localhost', '127.0.0.1']),
        ...(random(4) === 0 ? { Referer: pick(['http://h/a', 'http://h/b']) } : {}),
        ...(random(4) === 0 ? { 'X-T': pick(['a', 'b', 'ab']) } : {}),
      };
      const { seen } = await ask(gateway.port, url, { method, headers });
      const told = tryRoute(
        table,
        RouteTry.parse({
          url,
          method,
          headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        }),
        around,
      );
      expect([url, headers, told.rule === undefined ? undefined : String(told.rule)]).toEqual([
        url,
        headers,
        seen?.headers['x-rule'],
      ]);
    }
  });
});
