import type { HeaderMatch, RouteMatch } from '../../contract/routes';
import { type CaddyMatch, quotePattern } from './caddy-json';

/** A rule's matchers as one set of Caddy's; undefined when the rule takes everything. */
export function caddyMatch(match: RouteMatch): CaddyMatch | undefined {
  const path = pathPattern(match);
  const headers = headerPatterns(match);
  const set: Record<string, unknown> = {
    ...(match.host === undefined ? {} : { host: [match.host.toLowerCase()] }),
    ...(match.method === undefined ? {} : { method: [match.method.toUpperCase()] }),
    ...(path === undefined ? {} : { path_regexp: { pattern: path } }),
  };
  const once = new Map<string, string>();
  const more: CaddyMatch[] = [];
  for (const { name, pattern } of headers) {
    if (once.has(name)) more.push({ header_regexp: { [name]: { pattern } } });
    else once.set(name, pattern);
  }
  if (once.size > 0)
    set['header_regexp'] = Object.fromEntries([...once].map(([name, pattern]) => [name, { pattern }]));
  // One set knows one expression for each header: all of several hold when none of them does not.
  if (more.length > 0) set['not'] = more.map((each) => ({ not: [each] }));
  return Object.keys(set).length === 0 ? undefined : set;
}

/** An expression for the decoded path; undefined when the rule does not look at it. */
export function pathPattern({ path_equal: equal, path_prefix: prefix }: RouteMatch): string | undefined {
  // The path is equal and begins so, or the rule never holds.
  if (equal !== undefined && prefix !== undefined && !equal.startsWith(prefix)) return '^\\x00';
  if (equal !== undefined) return `^${quotePattern(equal)}$`;
  return prefix === undefined ? undefined : `^${quotePattern(prefix)}`;
}

function headerPatterns(match: RouteMatch): { name: string; pattern: string }[] {
  const referer: Omit<HeaderMatch, 'name'> = {
    contains: match.referer_substr,
    regex: match.referer_regex,
  };
  return [{ name: 'Referer', ...referer }, ...(match.headers ?? [])].flatMap(({ name, contains, regex }) => [
    ...(contains === undefined ? [] : [{ name: canonical(name), pattern: quotePattern(contains) }]),
    ...(regex === undefined ? [] : [{ name: canonical(name), pattern: regex }]),
  ]);
}

/** `x-tag` and `X-Tag` are one header. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/(^|-)([a-z])/g, (letters) => letters.toUpperCase());
}
