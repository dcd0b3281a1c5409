import { describe, expect, it } from 'vitest';
import { RouteTable, type RouteTableInput, RouteTry } from '../../contract/routes';
import type { Surroundings } from './surroundings';
import { tryRoute } from './try-route';

const AROUND: Surroundings = {
  upstreams: [
    { name: 'astrbot', ports: [{ container: 6185, host: 6185 }] },
    { name: 'gemini-balance', ports: [{ container: 8000, host: 8000 }] },
  ],
  name: 'gateway',
  port: 7860,
  reach: 'loopback',
  domain: undefined,
};

function trial(
  rules: RouteTableInput['rules'],
  request: Partial<RouteTry> & { url: string },
  around = AROUND,
) {
  const table = RouteTable.parse({ default_backend: 'http://127.0.0.1:6185', rules });
  return tryRoute(table, RouteTry.parse(request), around);
}

describe('which rule takes a request', () => {
  it('the one that is asked first, and why not the others', () => {
    const rules: RouteTableInput['rules'] = [
      { id: 'late', backend: 'http://astrbot:6185' },
      { id: 'put', priority: 9, match: { method: 'PUT' }, backend: 'http://astrbot:6185' },
      { priority: 8, enabled: false, backend: 'http://astrbot:6185' },
      {
        priority: 7,
        match: { path_prefix: '/gemini/', headers: [{ name: 'X-A', contains: 'b' }] },
        backend: 'http://astrbot:6185',
      },
      {
        id: 'pool',
        priority: 6,
        match: { path_prefix: '/gemini/' },
        strip_prefix: true,
        backend: 'http://gemini-balance:8000/sub/',
      },
    ];
    expect(trial(rules, { url: '/gemini/hf/v1/models?x=1' })).toEqual({
      by: 'rule',
      rule: 4,
      action: 'proxy',
      target: 'http://gemini-balance:8000/sub/hf/v1/models?x=1',
      steps: [
        { rule: 1, id: 'put', outcome: 'passed', because: 'method' },
        { rule: 2, outcome: 'disabled' },
        { rule: 3, outcome: 'passed', because: 'header X-A' },
        { rule: 4, id: 'pool', outcome: 'taken' },
        { rule: 0, id: 'late', outcome: 'later' },
      ],
    });
  });

  it('none: the default backend, by its real name', () => {
    expect(trial([], { url: 'http://localhost:7860/a/../b//c' })).toEqual({
      by: 'default',
      action: 'proxy',
      target: 'http://astrbot:6185/b/c',
      steps: [],
    });
  });

  it('a redirect says where to', () => {
    const rules: RouteTableInput['rules'] = [
      { action: 'redirect', match: { path_prefix: '/old/' }, redirect_to_prefix: '/new/' },
    ];
    expect(trial(rules, { url: '/old/x?y' })).toMatchObject({ action: 'redirect', target: '/new/x?y' });
  });

  it('our own pages come before every rule; a name from elsewhere does not come in', () => {
    const rules = [{ backend: 'http://astrbot:6185' }];
    expect(trial(rules, { url: '/admin/ui/' }).by).toBe('admin');
    expect(trial(rules, { url: 'http://evil.example:7860/' }).by).toBe('refused');
    expect(trial(rules, { url: 'http://[::1]:7860/' }).by).toBe('rule');
    expect(trial(rules, { url: 'http://evil.example/' }, { ...AROUND, reach: 'network' }).by).toBe('rule');
    expect(trial(rules, { url: 'ftp://localhost/' }).by).toBe('refused');
  });

  it('shows two hundred steps of a thousand, and always the one that took it', () => {
    const rules = Array.from({ length: 1_000 }, (_, n) => ({
      match: { path_equal: `/${n}` },
      backend: 'http://astrbot:6185',
    }));
    const { rule, steps } = trial(rules, { url: '/999' });
    expect(rule).toBe(999);
    expect(steps).toHaveLength(200);
    expect(steps.at(-1)).toEqual({ rule: 999, outcome: 'taken' });
  });
});
