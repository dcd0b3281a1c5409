import { describe, expect, it } from 'vitest';
import { RouteTry } from '../../contract/routes';
import type { PanelPart } from '../roles';
import { defaultTable } from './default-table';
import type { Surroundings } from './surroundings';
import { tryRoute } from './try-route';

const NAPCAT: PanelPart = {
  role: 'messenger',
  name: 'napcat',
  product: 'NapCat',
  port: 6099,
  path: '/webui/',
};
const ASTRBOT: PanelPart = { role: 'brain', name: 'astrbot', product: 'AstrBot', port: 6185, path: '/' };
const POOL: PanelPart = {
  role: 'keyPool',
  name: 'gemini-balance',
  product: 'Gemini Balance',
  port: 8000,
  path: '/',
};
const AROUND: Surroundings = {
  upstreams: [NAPCAT, ASTRBOT, POOL].map(({ name, port }) => ({
    name,
    ports: [{ container: port, host: port }],
  })),
  name: 'gateway',
  port: 7860,
  reach: 'loopback',
  domain: undefined,
};

function target(url: string, referer?: string, parts = [NAPCAT, ASTRBOT, POOL]): string | undefined {
  const headers = referer === undefined ? [] : [{ name: 'Referer', value: referer }];
  return tryRoute(defaultTable(parts), RouteTry.parse({ url, headers }), AROUND).target;
}

describe('the table that is made for a bot', () => {
  it.each([
    ['/', 'http://astrbot:6185/'],
    ['/api/stat/start-time', 'http://astrbot:6185/api/stat/start-time'],
    ['/webui', '/webui/'],
    ['/webui/', 'http://napcat:6099/webui/'],
    ['/api/ws/terminal?id=1', 'http://napcat:6099/api/ws/terminal?id=1'],
    ['/gemini', '/gemini/'],
    ['/gemini/', 'http://gemini-balance:8000/'],
    ['/gemini/hf/v1/models', 'http://gemini-balance:8000/hf/v1/models'],
    ['http://napcat.localhost:7860/', '/webui/'],
    ['http://napcat.localhost:7860/api/auth/login', 'http://napcat:6099/api/auth/login'],
    ['http://astrbot.localhost:7860/webui/', 'http://astrbot:6185/webui/'],
    ['http://gemini-balance.localhost:7860/keys', 'http://gemini-balance:8000/keys'],
  ])('%s → %s', (url, where) => expect(target(url)).toBe(where));

  it('gives a page its own calls, and takes nobody else’s', () => {
    const webui = 'http://localhost:7860/webui/login';
    expect(target('/api/auth/login', webui)).toBe('http://napcat:6099/api/auth/login');
    // Asked for from that page, and still what its path says.
    expect(target('/gemini/hf/v1/models', webui)).toBe('http://gemini-balance:8000/hf/v1/models');
    // A page that only talks about it.
    expect(target('/api/x', 'http://localhost:7860/?q=/webui/')).toBe('http://astrbot:6185/api/x');
    expect(target('/api/x', 'http://localhost:7860/chat?model=gemini')).toBe('http://astrbot:6185/api/x');
  });

  it('has the messenger’s panel in front where the brain has none', () => {
    expect(target('/', undefined, [NAPCAT])).toBe('http://napcat:6099/');
  });
});
