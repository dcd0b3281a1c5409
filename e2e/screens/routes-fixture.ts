import { RouteTable, type RouteTrial } from '../../electron/contract/routes';

/** A table with a bit of everything. */
export const ROUTES = RouteTable.parse({
  default_backend: 'http://astrbot:6185',
  rules: [
    {
      id: 'host-napcat-start',
      action: 'redirect',
      priority: 301,
      match: { host: 'napcat.localhost', path_equal: '/' },
      redirect_to: '/webui/',
    },
    { id: 'host-napcat', priority: 300, match: { host: 'napcat.localhost' }, backend: 'http://napcat:6099' },
    { id: 'napcat-page', priority: 200, match: { path_prefix: '/webui/' }, backend: 'http://napcat:6099' },
    { id: 'old-page', priority: 180, match: { path_prefix: '/webui/old/' }, backend: 'http://napcat:6099' },
    {
      id: 'gemini-api',
      priority: 200,
      match: { path_prefix: '/gemini/' },
      backend: 'http://gemini-balance:8000',
      strip_prefix: true,
      set_headers: [{ name: 'X-Forwarded-Prefix', value: '/gemini' }],
    },
    {
      id: 'files',
      priority: 120,
      enabled: false,
      match: { path_prefix: '/files/', method: 'GET' },
      backend: 'http://files:8080',
    },
  ],
});

export const TRIAL: RouteTrial = {
  by: 'rule',
  rule: 2,
  action: 'proxy',
  target: 'http://napcat:6099/webui/',
  steps: [
    { rule: 0, id: 'host-napcat-start', outcome: 'passed', because: 'host' },
    { rule: 1, id: 'host-napcat', outcome: 'passed', because: 'host' },
    { rule: 4, id: 'gemini-api', outcome: 'passed', because: 'path_prefix' },
    { rule: 2, id: 'napcat-page', outcome: 'taken' },
    { rule: 3, id: 'old-page', outcome: 'later' },
  ],
};
