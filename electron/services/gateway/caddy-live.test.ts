import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RouteTableInput } from '../../contract/routes';
import { ask } from './test-ask';
import { caddyVersion, keepsStreams, startBackend, startGateway } from './test-caddy';

describe.skipIf(!caddyVersion())('a change of the rules', () => {
  it('is live as soon as it is loaded', async () => {
    const backend = await startBackend('one');
    const table = (to: string): RouteTableInput => ({
      default_backend: `http://127.0.0.1:${backend.port}`,
      rules: [{ action: 'redirect', match: { path_equal: '/go' }, redirect_to: to }],
    });
    const gateway = await startGateway(table('/a'), { backends: [backend] });
    await gateway.change(table('/b'));
    expect((await ask(gateway.port, '/go')).headers['location']).toBe('/b');
    await gateway.close();
    await backend.close();
  });

  it('that the server does not take leaves the old ones live', async () => {
    const backend = await startBackend('one');
    const table = { default_backend: `http://127.0.0.1:${backend.port}`, rules: [] };
    const gateway = await startGateway(table, { backends: [backend] });
    await expect(
      gateway.change({
        ...table,
        rules: [{ match: { referer_regex: '(' }, backend: table.default_backend }],
      }),
    ).rejects.toThrow('missing closing )');
    expect((await ask(gateway.port, '/')).seen?.name).toBe('one');
    await gateway.close();
    await backend.close();
  });

  // Servers before 2.7 cut every WebSocket at each change; the pinned one does not.
  it.skipIf(!keepsStreams())('does not cut a WebSocket', async () => {
    const backend = await startBackend('one');
    const table = { default_backend: `http://127.0.0.1:${backend.port}`, rules: [] };
    const gateway = await startGateway(table, { backends: [backend] });
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/line`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
    for (const to of ['/a', '/b', '/c']) {
      await gateway.change({
        ...table,
        rules: [{ action: 'redirect', match: { path_equal: '/go' }, redirect_to: to }],
      });
      expect((await ask(gateway.port, '/go')).headers['location']).toBe(to);
      const heard = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
      socket.send(to);
      expect(await Promise.race([heard, closed])).toBe(`one: ${to}`);
    }
    socket.terminate();
    await gateway.close();
    await backend.close();
  });

  it('with a thousand rules sends each request where its rule says', async () => {
    const backends = await Promise.all(['one', 'two'].map(startBackend));
    const [one, two] = backends.map(({ port }) => `http://127.0.0.1:${port}`);
    const rules = Array.from({ length: 1_000 }, (_, n) => ({
      ...(n % 7 === 3
        ? { match: { host: `h${n}.localhost` } }
        : { match: { path_prefix: `/rule-${n}/`, ...(n % 11 === 5 ? { method: 'PUT' } : {}) } }),
      ...(n % 13 === 2 ? { priority: 10 } : {}),
      backend: two ?? '',
      set_headers: [{ name: 'X-Rule', value: String(n) }],
    }));
    // In the midst of them one that looks at neither path nor host.
    rules.splice(500, 0, {
      match: { headers: [{ name: 'X-Any', contains: 'yes' }] } as never,
      backend: two ?? '',
      set_headers: [{ name: 'X-Rule', value: 'any' }],
    });
    const gateway = await startGateway({ default_backend: one ?? '', rules }, { backends });
    const ruleOf = async (path: string, headers = {}, method = 'GET') =>
      (await ask(gateway.port, path, { headers, method })).seen?.headers['x-rule'];
    expect(await ruleOf('/rule-0/x')).toBe('0');
    expect(await ruleOf('/rule-999/x')).toBe('999');
    expect(await ruleOf('/rule-5/x')).toBeUndefined();
    expect(await ruleOf('/rule-5/x', {}, 'PUT')).toBe('5');
    expect(await ruleOf('/', { Host: 'h3.localhost' })).toBe('3');
    expect(await ruleOf('/rule-800/x', { Host: 'h3.localhost' })).toBe('800');
    expect(await ruleOf('/rule-998/', { 'X-Any': 'yes' })).toBe('998');
    expect(await ruleOf('/', { 'X-Any': 'yes' })).toBe('any');
    expect(await ruleOf('/nothing')).toBeUndefined();
    await gateway.close();
    await Promise.all(backends.map((backend) => backend.close()));
  });
});
