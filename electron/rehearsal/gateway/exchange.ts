import type { IncomingMessage } from 'node:http';
import type { CaddyMatch, HeaderChange } from './caddy-config';

/** A request on its way through the routes, which change it. */
export interface Exchange {
  readonly method: string;
  /** Path and query as they stand now, encoded. */
  uri: string;
  readonly headers: Map<string, string[]>;
  readonly vars: Map<string, string>;
  /** Where it was last tried to be sent. */
  upstream: string;
  /** Of the failure that is being told. */
  status: number;
}

export function openExchange(request: IncomingMessage): Exchange {
  const headers = Object.entries(request.headersDistinct).map(([name, values]): [string, string[]] => [
    name,
    [...(values ?? [])],
  ]);
  return {
    method: request.method ?? 'GET',
    uri: request.url ?? '/',
    headers: new Map(headers),
    vars: new Map(),
    upstream: '',
    status: 0,
  };
}

/** All of a set's matchers. */
export function holds(match: CaddyMatch, exchange: Exchange): boolean {
  const path = cleanPath(exchange.uri);
  const host = (header(exchange, 'host') ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  const valuesOf = (name: string) => exchange.headers.get(name.toLowerCase()) ?? [];
  return (
    (match.host?.some((name) => isHost(name, host)) ?? true) &&
    (match.method?.includes(exchange.method) ?? true) &&
    (match.path?.some((one) => isPath(one, path.toLowerCase())) ?? true) &&
    (match.path_regexp === undefined || regex(match.path_regexp.pattern).test(path)) &&
    Object.entries(match.header ?? {}).every(([name, wanted]) =>
      valuesOf(name).some((value) => wanted.includes(value) || wanted.includes('*')),
    ) &&
    Object.entries(match.header_regexp ?? {}).every(([name, { pattern }]) =>
      valuesOf(name).some((value) => regex(pattern).test(value)),
    ) &&
    Object.entries(match.vars_regexp ?? {}).every(([name, { pattern }]) =>
      regex(pattern).test(exchange.vars.get(name) ?? ''),
    ) &&
    !match.not?.some((set) => holds(set, exchange))
  );
}

export function changeHeaders(exchange: Exchange, change: HeaderChange): void {
  const { headers } = exchange;
  const key = (name: string) => name.toLowerCase();
  for (const [name, values] of Object.entries(change.add ?? {}))
    headers.set(key(name), [
      ...(headers.get(key(name)) ?? []),
      ...values.map((value) => fill(value, exchange)),
    ]);
  for (const [name, values] of Object.entries(change.set ?? {}))
    headers.set(
      key(name),
      values.map((value) => fill(value, exchange)),
    );
  for (const name of change.delete ?? []) headers.delete(key(name));
  for (const [name, replacements] of Object.entries(change.replace ?? {})) {
    for (const { search_regexp: pattern, replace } of replacements)
      headers.set(
        key(name),
        (headers.get(key(name)) ?? []).map((value) => value.replace(new RegExp(pattern, 'g'), replace)),
      );
  }
}

export function rewritePath(exchange: Exchange, find: string, replace: string): void {
  const [path = '', ...query] = exchange.uri.split('?');
  const changed = path.replace(regex(find), replace.replaceAll('$$', '$$$$'));
  exchange.uri = [changed, ...query].join('?');
}

/** Puts in what stands in braces, and takes a backslash off before one. */
export function fill(text: string, exchange: Exchange): string {
  const [path = '', ...query] = exchange.uri.split('?');
  const known: Record<string, string> = {
    'http.request.uri': exchange.uri,
    'http.request.uri.path': decodeURIComponent(path),
    'http.request.uri.query': query.join('?'),
    'http.error.status_code': String(exchange.status),
    'http.reverse_proxy.upstream.hostport': exchange.upstream,
  };
  return text.replace(/\\([{}])|\{([a-z_.]+)\}/g, (_whole, brace?: string, name?: string) =>
    brace === undefined ? (known[name ?? ''] ?? '') : brace,
  );
}

export function header(exchange: Exchange, name: string): string | undefined {
  return exchange.headers.get(name)?.[0];
}

function regex(pattern: string): RegExp {
  return new RegExp(pattern);
}

function isHost(name: string, host: string): boolean {
  return name.startsWith('*.')
    ? /^[^.]+$/.test(host.slice(0, -name.length + 1)) && host.endsWith(name.slice(1))
    : name === host;
}

function isPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function cleanPath(uri: string): string {
  const [path = '/'] = uri.split('?');
  const { pathname } = new URL(path.replace(/\/{2,}/g, '/'), 'http://any');
  return decodeURIComponent(pathname);
}
