/**
 * The first proxy of HTTP's kind in what a PAC script answers, as an URL: `PROXY 10.0.0.1:8080; DIRECT` is
 * `http://10.0.0.1:8080`. Empty for a direct line, and for SOCKS, which the bots' parts do not all speak.
 */
export function readProxyRules(rules: string): string {
  for (const rule of rules.split(';')) {
    const [kind = '', host = ''] = rule.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return '';
    const scheme = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }[kind.toUpperCase()];
    if (scheme !== undefined && /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(host))
      return `${scheme}://${host}`;
  }
  return '';
}

/** The same from the environment, for shells that have no other word from the system. */
export function proxyRulesOf(env: NodeJS.ProcessEnv): string {
  const said = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']
    .map((name) => env[name])
    .find(Boolean);
  const url = said === undefined ? null : URL.parse(/^\w+:\/\//.test(said) ? said : `http://${said}`);
  if (!url || !/^https?:$/.test(url.protocol)) return 'DIRECT';
  return `${url.protocol === 'https:' ? 'HTTPS' : 'PROXY'} ${url.host}`;
}
