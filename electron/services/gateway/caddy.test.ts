import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RouteTableInput } from '../../contract/routes';
import { ask } from './test-ask';
import { caddyVersion, startBackend, startGateway, type TestBackend, type TestGateway } from './test-caddy';

type Rule = RouteTableInput['rules'][number];

describe.skipIf(!caddyVersion())('the table on the real server', () => {
  let one: TestBackend;
  let two: TestBackend;
  let gateway: TestGateway;
  const at = (backend: TestBackend, path = '') => `http://127.0.0.1:${backend.port}${path}`;
  const table = (...rules: Rule[]): RouteTableInput => ({ default_backend: at(one), rules });

  beforeAll(async () => {
    one = await startBackend('one');
    two = await startBackend('two');
    gateway = await startGateway(table(), { backends: [one, two] });
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all([one.close(), two.close()]);
  });

  const get = (path: string, headers?: Record<string, string>, method?: string) =>
    ask(gateway.port, path, { ...(headers ? { headers } : {}), ...(method ? { method } : {}) });
  const to2 = (): Pick<Rule, 'backend'> => ({ backend: at(two) });

  it('sends what no rule takes to the default backend, path and query unchanged', async () => {
    await gateway.change(table());
    const { seen } = await get('/a%2Fb%20c/%E4%BD%A0?x=%2F&y');
    expect(seen).toMatchObject({ name: 'one', url: '/a%2Fb%20c/%E4%BD%A0?x=%2F&y' });
  });

  it('matches an equal path, and nothing beside it', async () => {
    await gateway.change(table({ match: { path_equal: '/only.me' }, ...to2() }));
    expect((await get('/only.me')).seen?.name).toBe('two');
    for (const other of ['/only.me/', '/onlyxme', '/Only.me', '/only.me2', '/x/only.me'])
      expect((await get(other)).seen?.name).toBe('one');
  });

  it('matches a prefix in its own case, whatever way the path is written', async () => {
    await gateway.change(table({ match: { path_prefix: '/we b*/' }, ...to2() }));
    for (const taken of ['/we%20b*/', '/we%20b%2A/x', '//we%20b*/x', '/y/../we%20b*/x'])
      expect((await get(taken)).seen?.name).toBe('two');
    for (const other of ['/we%20b', '/We%20b*/', '/we%20bx/'])
      expect((await get(other)).seen?.name).toBe('one');
  });

  it('matches host, method, headers and Referer, all of what is given', async () => {
    await gateway.change(
      table(
        { match: { host: 'Two.localhost' }, ...to2() },
        { match: { method: 'put' }, ...to2() },
        { match: { referer_substr: '/webui/(' }, ...to2() },
        { match: { referer_regex: '^https?://[^/]+/x(/|$)' }, ...to2() },
        {
          match: {
            headers: [
              { name: 'x-tag', contains: 'a.b' },
              { name: 'X-Tag', regex: '^z' },
              { name: 'X-More', contains: 'm' },
            ],
          },
          ...to2(),
        },
      ),
    );
    const taken: [Record<string, string>, string?][] = [
      [{ Host: `two.localhost:${gateway.port}` }],
      [{}, 'PUT'],
      [{ Referer: 'http://h/webui/(x' }],
      [{ Referer: 'http://h/x' }],
      [{ 'X-Tag': 'z a.b', 'X-More': 'm' }],
    ];
    for (const [headers, method] of taken) expect((await get('/', headers, method)).seen?.name).toBe('two');
    const passed: [Record<string, string>, string?][] = [
      [{ Host: `three.localhost:${gateway.port}` }],
      [{}, 'POST'],
      [{ Referer: 'http://h/webui/x' }],
      [{ Referer: 'http://h/xy' }],
      [{ 'X-Tag': 'a.b', 'X-More': 'm' }],
      [{ 'X-Tag': 'z axb', 'X-More': 'm' }],
      [{ 'X-Tag': 'z a.b' }],
    ];
    for (const [headers, method] of passed) expect((await get('/', headers, method)).seen?.name).toBe('one');
  });

  it('a rule without matchers takes everything', async () => {
    await gateway.change(table({ ...to2() }));
    expect((await get('/any')).seen?.name).toBe('two');
  });

  it('the highest priority wins, also below zero; then equal path, longest prefix, longest Referer, first', async () => {
    const tagged = (tag: string, rule: Rule): Rule => ({
      ...rule,
      ...to2(),
      set_headers: [{ name: 'X-Tag', value: tag }],
    });
    await gateway.change(
      table(
        tagged('everything', { priority: -50 }),
        tagged('short', { match: { path_prefix: '/a/' } }),
        tagged('long', { match: { path_prefix: '/a/b/' } }),
        tagged('equal', { match: { path_equal: '/a/b/c' } }),
        tagged('late', { match: { path_prefix: '/a/b/' } }),
        tagged('high', { match: { path_prefix: '/a/b/h' }, priority: 5 }),
        tagged('referer', { match: { referer_substr: 'ref' } }),
        tagged('longer referer', { match: { referer_substr: 'referer' } }),
      ),
    );
    const tag = async (path: string, headers?: Record<string, string>) =>
      (await get(path, headers)).seen?.headers['x-tag'];
    expect(await tag('/zzz')).toBe('everything');
    expect(await tag('/a/x')).toBe('short');
    expect(await tag('/a/b/x')).toBe('long');
    expect(await tag('/a/b/c')).toBe('equal');
    expect(await tag('/a/b/h')).toBe('high');
    expect(await tag('/zzz', { Referer: 'referer' })).toBe('longer referer');
    expect(await tag('/a/', { Referer: 'referer' })).toBe('short');
  });

  it('leaves a disabled rule out', async () => {
    await gateway.change(table({ enabled: false, ...to2() }));
    expect((await get('/')).seen?.name).toBe('one');
  });

  it('takes a prefix off, and puts a backend’s own path before the rest, the query kept', async () => {
    await gateway.change(
      table(
        { match: { path_prefix: '/gemini/' }, strip_prefix: true, ...to2() },
        { match: { path_prefix: '/bare' }, strip_prefix: true, ...to2() },
        { match: { path_prefix: '/sub/' }, backend: at(two, '/p$1/') },
        { match: { path_prefix: '/both/' }, strip_prefix: true, backend: at(two, '/p') },
        { match: { path_prefix: '/你/' }, strip_prefix: true, ...to2() },
      ),
    );
    const url = async (path: string) => (await get(path)).seen?.url;
    expect(await url('/gemini/hf/v1/models?x=1&y')).toBe('/hf/v1/models?x=1&y');
    expect(await url('/gemini/')).toBe('/');
    expect(await url('/gemini/a%2Fb%3Fc')).toBe('/a%2Fb%3Fc');
    expect(await url('/bare')).toBe('/');
    expect(await url('/bare?q')).toBe('/?q');
    expect(await url('/bare/x')).toBe('/x');
    expect(await url('/sub/x?q=1')).toBe('/p$1/sub/x?q=1');
    expect(await url('/both/x?q=1')).toBe('/p/x?q=1');
    expect(await url('/%E4%BD%A0/x')).toBe('/x');
  });

  it('redirects for now only, to a path or a URL, prefix rewritten, query and method kept', async () => {
    await gateway.change(
      table(
        { action: 'redirect', match: { path_equal: '/webui' }, redirect_to: '/webui/' },
        { action: 'redirect', match: { path_prefix: '/old/' }, redirect_to_prefix: '/new/' },
        { action: 'redirect', match: { path_prefix: '/top/' }, redirect_to_prefix: '/' },
        {
          action: 'redirect',
          match: { path_prefix: '/away/' },
          redirect_to_prefix: 'https://example.com/a/',
        },
        { action: 'redirect', match: { path_equal: '/own' }, redirect_to: 'https://example.com/b?own={x}' },
      ),
    );
    const answer = await get('/webui?x=1', {}, 'POST');
    expect(answer.status).toBe(307);
    expect(answer.headers).toMatchObject({ location: '/webui/?x=1', 'cache-control': 'no-store' });
    const to = async (path: string) => (await get(path)).headers['location'];
    expect(await to('/webui')).toBe('/webui/');
    expect(await to('/old/a%2Fb/c?q=%26')).toBe('/new/a%2Fb/c?q=%26');
    expect(await to('/old/')).toBe('/new/');
    expect(await to('/top//evil.example/x')).toBe('/evil.example/x');
    expect(await to('/top/%2F%2Fevil.example')).toBe('/%2F%2Fevil.example');
    expect(await to('/away/x/?y')).toBe('https://example.com/a/x/?y');
    expect(await to('/own?y=2')).toBe('https://example.com/b?own=%7Bx%7D&y=2');
    expect(await to('/own')).toMatch(/^https:\/\/example\.com\/b\?own=%7Bx%7D&?$/);
  });

  it('sets headers as they are written: nothing in braces is looked up', async () => {
    await gateway.change(
      table({
        ...to2(),
        set_headers: [
          { name: 'X-Forwarded-Prefix', value: '/gemini' },
          { name: 'X-Env', value: '{env.HOME} {http.request.host} \\{a} "q" $1' },
          { name: 'Host', value: 'inner.example' },
        ],
      }),
    );
    const { seen } = await get('/');
    expect(seen?.headers).toMatchObject({
      'x-forwarded-prefix': '/gemini',
      'x-env': '{env.HOME} {http.request.host} \\{a} "q" $1',
      host: 'inner.example',
    });
  });

  it('says truly who asked: nothing that a client claims of itself gets through', async () => {
    await gateway.change(table({ ...to2() }));
    const { seen } = await get('/', {
      Host: `two.localhost:${gateway.port}`,
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Prefix': '/evil',
      'X-Real-IP': '6.6.6.6',
      'X-BotPier-Gateway': 'doordoordoordoor',
      Forwarded: 'for=6.6.6.6',
    });
    expect(seen?.headers).toMatchObject({
      host: `two.localhost:${gateway.port}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': `two.localhost:${gateway.port}`,
      'x-forwarded-proto': 'http',
    });
    expect(JSON.stringify(seen?.headers)).not.toMatch(/evil|6\.6\.6\.6|door|"x-forwarded-port"/);
  });

  it('passes WebSockets, path and query included', async () => {
    await gateway.change(table({ match: { path_prefix: '/api/ws/' }, ...to2() }));
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/api/ws/terminal?id=1`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const heard = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.send('hello');
    expect(await heard).toBe('two: hello');
    expect(two.asked.at(-1)).toMatchObject({ method: 'WS', url: '/api/ws/terminal?id=1' });
    socket.terminate();
  });

  it('passes a body of 1 MB and more', async () => {
    await gateway.change(table({ ...to2() }));
    const body = 'x'.repeat(3 * 1024 * 1024);
    const { seen } = await ask(gateway.port, '/', { method: 'POST', body });
    expect(seen?.body).toBe(body.length);
  });

  it('answers 502 in plain words when a name does not resolve or nobody listens', async () => {
    await gateway.change(
      table(
        { match: { path_prefix: '/nowhere/' }, backend: 'http://nosuchservice:80' },
        { match: { path_prefix: '/deaf/' }, backend: 'http://unlucky.invalid:1' },
      ),
    );
    for (const path of ['/nowhere/x', '/deaf/x?key=SECRETKEY']) {
      const { status, text } = await get(path, { 'X-Admin-Password': 'SECRETPASS' });
      expect(status).toBe(502);
      expect(text).toContain('后端没有应答');
      expect(text).toContain('did not answer');
    }
    expect(gateway.log()).not.toMatch(/SECRET/);
  });

  it('breaks a circle', async () => {
    const self: TestBackend = { ...one, port: gateway.port };
    const circle = await startGateway(table({ backend: `http://127.0.0.1:${gateway.port}` }), {
      backends: [self],
    });
    await gateway.change(table({ backend: `http://127.0.0.1:${circle.port}` }), {
      around: {
        upstreams: [{ name: '127.0.0.1', ports: [{ container: circle.port, host: undefined }] }],
        name: 'other',
        port: gateway.port,
        reach: 'loopback',
        domain: undefined,
      },
    });
    expect((await get('/')).status).toBe(508);
    await circle.close();
  });

  it('answers to names of this computer alone, and to those that a rule names', async () => {
    await gateway.change(table({ match: { host: 'bot.example.com' }, ...to2() }));
    for (const host of ['localhost', 'napcat.localhost', '127.0.0.1', '[::1]'])
      expect((await get('/', { Host: `${host}:${gateway.port}` })).status).toBe(200);
    expect((await get('/', { Host: 'bot.example.com' })).seen?.name).toBe('two');
    const turnedAway = await get('/', { Host: 'rebound.evil.example' });
    expect(turnedAway.status).toBe(421);
    expect(turnedAway.text).toContain('localhost');
  });
});
