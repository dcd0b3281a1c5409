import { describe, expect, it } from 'vitest';
import { RouteTable, type RouteTableInput } from '../../contract/routes';
import { checkTable } from './check-table';
import { defaultTable } from './default-table';
import type { Surroundings } from './surroundings';

type Rule = RouteTableInput['rules'][number];

const AROUND: Surroundings = {
  upstreams: [
    { name: 'astrbot', ports: [{ container: 6185, host: 16_185 }] },
    { name: 'napcat', ports: [{ container: 6099, host: 6099 }] },
  ],
  name: 'gateway',
  port: 7860,
  reach: 'loopback',
  domain: 'bot.example.com',
};
const backend = 'http://astrbot:6185';

function findings(rules: Rule[], defaultBackend = backend) {
  return checkTable(RouteTable.parse({ default_backend: defaultBackend, rules }), AROUND).map(
    ({ code, rule, params: { by } }) => [code, rule, ...(by === undefined ? [] : [by])],
  );
}

describe('what is said of a table', () => {
  it('nothing of the one that is made for a bot', () => {
    const table = defaultTable([
      { role: 'messenger', name: 'napcat', product: 'NapCat', port: 6099, path: '/webui/' },
      { role: 'brain', name: 'astrbot', product: 'AstrBot', port: 6185, path: '/' },
      { role: 'keyPool', name: 'gemini-balance', product: 'Gemini Balance', port: 8000, path: '/' },
    ]);
    const around = {
      ...AROUND,
      upstreams: [...AROUND.upstreams, { name: 'gemini-balance', ports: [{ container: 8000, host: 8000 }] }],
    };
    expect(checkTable(table, around)).toEqual([]);
  });

  it.each<[string, Rule, string]>([
    ['no backend', { match: { path_prefix: '/x/' } }, 'noBackend'],
    ['a blank backend', { backend: ' ' }, 'noBackend'],
    ['a backend without a scheme', { backend: 'astrbot:6185' }, 'badBackend'],
    ['a backend with a query', { backend: 'http://astrbot/?x' }, 'badBackend'],
    ['a backend with a password', { backend: 'http://a:b@astrbot/' }, 'badBackend'],
    ['another protocol', { backend: 'ftp://astrbot/' }, 'badBackend'],
    ['a place to look something up', { backend: 'http://{env.HOME}/' }, 'badBackend'],
    ['a redirect to nowhere', { action: 'redirect' }, 'noTarget'],
    [
      'a redirect to another protocol',
      { action: 'redirect', redirect_to: 'javascript:alert(1)' },
      'badTarget',
    ],
    ['a redirect that looks like a path', { action: 'redirect', redirect_to: '//evil.example' }, 'badTarget'],
    [
      'a prefix to put in, none to take off',
      { action: 'redirect', redirect_to_prefix: '/x/' },
      'prefixNeeded',
    ],
    ['a prefix to take off, none given', { backend, strip_prefix: true }, 'stripWithoutPrefix'],
    ['an expression that is none', { backend, match: { referer_regex: '(' } }, 'badPattern'],
    ['one that looks around', { backend, match: { referer_regex: 'a(?=b)' } }, 'badPattern'],
    ['one that looks back', { backend, match: { headers: [{ name: 'X', regex: '(a)\\1' }] } }, 'badPattern'],
    ['itself by name', { backend: 'http://gateway:7860' }, 'loop'],
    ['itself by port', { backend: 'http://127.0.0.1:7860/sub' }, 'loop'],
    ['itself by domain', { backend: 'https://bot.example.com' }, 'loop'],
    ['itself by one of its names', { backend: 'http://napcat.localhost:7860' }, 'loop'],
    [
      'a redirect to itself',
      { action: 'redirect', match: { path_prefix: '/a/' }, redirect_to_prefix: '/a/b/' },
      'loop',
    ],
    ['a redirect of everything', { action: 'redirect', redirect_to: 'http://localhost:7860/x' }, 'loop'],
    ['a name without a dot that nobody has', { backend: 'http://nobody:80' }, 'unresolvable'],
    ['a path that is ours', { backend, match: { path_prefix: '/admin/ui/' } }, 'reserved'],
    [
      'a path that does not begin so',
      { backend, match: { path_equal: '/a', path_prefix: '/b' } },
      'neverMatches',
    ],
  ])('%s', (_name, rule, code) => {
    expect(findings([rule])).toEqual([[code, 0]]);
  });

  it('takes what lives on a computer of its own for the service, or for a program on this one', () => {
    for (const good of [
      'http://127.0.0.1:6185',
      'http://localhost:16185',
      'http://localhost:9000',
      'https://example.com',
    ])
      expect(findings([{ match: { path_prefix: '/x/' }, backend: good }])).toEqual([]);
    expect(findings([], '')).toEqual([['noBackend', undefined]]);
  });

  it('two redirects that lead to each other', () => {
    const to = (from: string, target: string): Rule => ({
      action: 'redirect',
      match: { path_equal: from },
      redirect_to: target,
    });
    expect(findings([to('/a', '/b'), to('/b', '/a')])).toEqual([
      ['loop', 0],
      ['loop', 1],
    ]);
    // Leads into a circle that it is not part of: only those that are, are told.
    expect(findings([to('/start', '/a'), to('/a', '/b'), to('/b', '/a')]).map(([, rule]) => rule)).toEqual([
      1, 2,
    ]);
    expect(findings([to('/a', '/b'), { match: { path_equal: '/b' }, backend }])).toEqual([]);
  });

  it('a rule behind one that takes all that it could', () => {
    const rules: Rule[] = [
      { match: { path_prefix: '/a/' }, priority: 5, backend },
      { match: { path_prefix: '/a/b/' }, backend },
      { match: { path_prefix: '/a/', method: 'GET' }, backend },
      { match: { path_prefix: '/b/' }, backend },
      { match: { path_prefix: '/b/c/' }, backend },
      { match: { path_prefix: '/a/b/' }, enabled: false, backend },
    ];
    expect(findings(rules)).toEqual([
      ['shadowed', 1, 0],
      ['shadowed', 2, 0],
    ]);
  });

  it('a rule by Referer alone that beats a rule by path', () => {
    const rules: Rule[] = [
      { match: { referer_substr: 'gemini' }, priority: 195, backend },
      { match: { path_prefix: '/webui/' }, priority: 180, backend },
    ];
    expect(findings(rules)).toEqual([['beatsPath', 0, 1]]);
  });

  it('the same id twice', () => {
    const rule = (id: string): Rule => ({ id, match: { path_prefix: `/${id}` }, backend });
    expect(findings([rule('a'), { ...rule('a'), match: { path_prefix: '/b' } }])).toEqual([
      ['duplicateId', 1, 0],
    ]);
  });

  it('of two thousand rules within a second', () => {
    const rules = Array.from(
      { length: 2_000 },
      (_, n): Rule => ({ match: { path_prefix: `/r${n}/` }, backend }),
    );
    const startedAt = performance.now();
    expect(findings(rules)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('unknown fields are refused, not dropped', () => {
    const bad = [
      { default_backend: backend, rules: [{ backend, websocket: true }] },
      { default_backend: backend, rules: [{ backend, match: { path: '/x' } }] },
      { default_backend: backend, rules: [], port: 80 },
      { default_backend: backend, rules: [{ backend, set_headers: [{ name: 'X', value: 'a\r\nY: b' }] }] },
    ];
    for (const table of bad) expect(RouteTable.safeParse(table).success).toBe(false);
  });
});
