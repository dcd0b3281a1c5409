import type { RouteMatch } from '../../contract/routes';

/** A request as the matchers see it. */
export interface SeenRequest {
  /** Lower case, without a port and without brackets. */
  host: string;
  /** Upper case. */
  method: string;
  /** Decoded, without `..` and doubled slashes. */
  path: string;
  /** With the question mark, or empty. */
  query: string;
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
}

/**
 * Which matcher does not hold: `path_prefix`, `host`, `header X-Tag` …; undefined when all do.
 * Regular expressions are read as those of JavaScript, which agree with the server's in what a table may use.
 */
export function failingMatcher(match: RouteMatch, request: SeenRequest): string | undefined {
  const referer = request.headers.get('referer');
  if (match.host !== undefined && !isHost(match.host.toLowerCase(), request.host)) return 'host';
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return 'method';
  if (match.path_equal !== undefined && match.path_equal !== request.path) return 'path_equal';
  if (match.path_prefix !== undefined && !request.path.startsWith(match.path_prefix)) return 'path_prefix';
  if (match.referer_substr !== undefined && !referer?.includes(match.referer_substr)) return 'referer_substr';
  if (match.referer_regex !== undefined && !(referer !== undefined && holds(match.referer_regex, referer)))
    return 'referer_regex';
  const header = match.headers?.find(({ name, contains, regex }) => {
    const value = request.headers.get(name.toLowerCase());
    if (value === undefined) return true;
    return (
      (contains !== undefined && !value.includes(contains)) || (regex !== undefined && !holds(regex, value))
    );
  });
  return header && `header ${header.name}`;
}

/** The request that a URL, or a path alone, stands for; undefined when it is neither. */
export function seeRequest(
  url: string,
  method: string,
  headers: readonly { name: string; value: string }[],
  ownHost: string,
): SeenRequest | undefined {
  const parsed = URL.parse(url, `http://${ownHost}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  const map = new Map(headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const host = map.get('host')?.replace(/:\d+$/, '') ?? parsed.hostname;
  return {
    host: host.toLowerCase().replace(/^\[|\]$/g, ''),
    method: method.toUpperCase(),
    path: cleanPath(parsed.pathname),
    query: parsed.search,
    headers: map,
  };
}

/** Decoded, without `.`, `..` and doubled slashes; a slash at the end stays. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of decode(path).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const clean = `/${parts.join('/')}`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `*.example.com` stands for one label more, as in a certificate. */
function isHost(wanted: string, host: string): boolean {
  if (!wanted.startsWith('*.')) return wanted === host;
  const rest = wanted.slice(1);
  return host.endsWith(rest) && /^[^.]+$/.test(host.slice(0, -rest.length));
}

function holds(pattern: string, value: string): boolean {
  const regex = readPattern(pattern);
  return regex?.test(value) ?? false;
}

/** What the server's expressions (RE2) do not have: looking around, and back at what was found. */
const NOT_RE2 = /\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9k]/;

/** Undefined for a pattern that the server would not take, or that means something else there. */
export function readPattern(pattern: string): RegExp | undefined {
  if (NOT_RE2.test(pattern)) return undefined;
  // RE2 sets flags inside; `i` and `s` at the start are the ones people use.
  const flags = /^\(\?([is]{1,2})\)/.exec(pattern);
  try {
    return new RegExp(flags ? pattern.slice(flags[0].length) : pattern, flags?.[1] ?? '');
  } catch {
    return undefined;
  }
}
