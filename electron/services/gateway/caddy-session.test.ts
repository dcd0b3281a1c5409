import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteTableInput } from '../../contract/routes';
import { ask } from './test-ask';
import { caddyVersion, startBackend, startGateway, type TestBackend, type TestGateway } from './test-caddy';

const OWN_LOGIN = ['/(hf/v1|v1)/(models|chat/completions)', '/v1beta/models(/[^/]+)?'];
const COOKIE = { Cookie: 'a=b; botpier_gateway=sessionsessionsession; c=d' };

describe.skipIf(!caddyVersion())('a gateway that others can reach', () => {
  let panel: TestBackend;
  let pool: TestBackend;
  let gateway: TestGateway;

  beforeAll(async () => {
    panel = await startBackend('panel');
    pool = await startBackend('pool');
    const at = ({ port }: TestBackend) => `http://127.0.0.1:${port}`;
    const table: RouteTableInput = {
      default_backend: at(panel),
      rules: [
        { priority: 5, match: { path_prefix: '/gemini/v1/models/own/' }, backend: at(panel) },
        { match: { path_prefix: '/gemini/' }, strip_prefix: true, backend: at(pool) },
        { action: 'redirect', match: { path_equal: '/old' }, redirect_to: '/new' },
      ],
    };
    gateway = await startGateway(table, {
      backends: [panel, pool],
      around: {
        reach: 'network',
        upstreams: [
          { name: '127.0.0.1', ports: [{ container: panel.port, host: undefined }] },
          { name: '127.0.0.1', ports: [{ container: pool.port, host: undefined }], ownLogin: OWN_LOGIN },
        ],
      },
    });
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all([panel.close(), pool.close()]);
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    ask(gateway.port, path, { headers, method });

  it('shows nobody a panel without a session, by whatever name or method', async () => {
    for (const headers of [
      {},
      { Host: 'localhost' },
      { Cookie: 'botpier_gateway=' },
      { Cookie: 'xbotpier_gateway=sessionsessionsession' },
    ]) {
      for (const path of ['/', '/old', '/gemini/', '/gemini/keys', '/gemini/v1/models/own/x', '/any?x'])
        expect((await get(path, headers)).status).toBe(401);
    }
    expect((await get('/x', {}, 'DELETE')).status).toBe(401);
    expect(panel.asked).toEqual([]);
    expect(pool.asked).toEqual([]);
  });

  it('sends a browser to the sign-in page, and never away from here', async () => {
    const answer = await get('//evil.example/x?y', { Accept: 'text/html,*/*' });
    expect(answer.status).toBe(307);
    expect(answer.headers['location']).toMatch(/^\/admin\/login\?next=/);
  });

  it('opens with the session, and keeps it from the backends', async () => {
    const { seen } = await get('/x', COOKIE);
    expect(seen?.name).toBe('panel');
    expect(seen?.headers['cookie']).not.toContain('session');
    expect(seen?.headers['cookie']).toContain('a=b');
    expect((await get('/old', COOKIE)).headers['location']).toBe('/new');
    expect((await get('/gemini/keys', COOKIE)).seen).toMatchObject({ name: 'pool', url: '/keys' });
  });

  it('lets through what asks for a token by itself', async () => {
    const models = await get('/gemini/hf/v1/models', { Authorization: 'Bearer sk-123' });
    expect(models.seen).toMatchObject({ name: 'pool', url: '/hf/v1/models' });
    expect(models.seen?.headers['authorization']).toBe('Bearer sk-123');
    const chat = await ask(gateway.port, '/gemini/hf/v1/chat/completions?x=1', {
      method: 'POST',
      body: '{}',
    });
    expect(chat.seen).toMatchObject({ name: 'pool', url: '/hf/v1/chat/completions?x=1', body: '{}' });
  });

  it.each([
    '/gemini/v1beta/verify-key/k',
    '/gemini/hf/v1/models/../../../v1beta/verify-key/k',
    '/gemini/v1beta/verify-key/../../v1/models',
    '/gemini/v1beta/verify-key/%2e%2e/models',
    '/gemini/v1beta/verify-key/..%2fmodels',
    '/gemini/v1beta//models',
    '/gemini/v1/models/',
    '/gemini/v1/modelsx',
    '/gemini/V1/models',
    '/x/../gemini/v1/models',
  ])('does not take %s for one of those', async (path) => {
    const before = pool.asked.length;
    expect((await get(path)).status).toBe(401);
    expect(pool.asked.length).toBe(before);
  });

  it('answers its health and leads to its own pages without a session', async () => {
    expect(JSON.parse((await get('/admin/health')).text)).toEqual({ config: 'first' });
    const closed = await get('/admin/ui/');
    expect(closed.status).toBe(503);
    expect(closed.text).toContain('BotPier');
  });
});
