import type { RouteRule } from '../../contract/routes';
import type { SeenRequest } from './match-request';

/** The path that is left when a rule's prefix is taken off; the slash before the rest stays. */
export function withoutPrefix({ match, strip_prefix }: RouteRule, path: string): string {
  const prefix = bareWord(match.path_prefix);
  if (!strip_prefix || prefix === '') return path;
  return path.slice(prefix.length).replace(/^(?!\/)/, '/');
}

/** Where a redirect sends a request that it takes: a path of the same host, or a whole URL. Undefined when it is none. */
export function redirectTarget(rule: RouteRule, { path, query }: SeenRequest): string | undefined {
  if (rule.redirect_to !== undefined) return withQuery(rule.redirect_to, query);
  const { redirect_to_prefix: to } = rule;
  const { path_prefix: from } = rule.match;
  if (to === undefined || from === undefined) return undefined;
  return withQuery(joinPaths(to, path.slice(bareWord(from).length)), query);
}

/** A prefix without the slash at its end. */
export function bareWord(prefix: string | undefined): string {
  return (prefix ?? '').replace(/\/+$/, '');
}

/** A redirect's target split into what stands before the path, and the path. Undefined when it is neither path nor URL. */
export function readTarget(target: string): { origin: string; path: string; query: string } | undefined {
  const isPath = /^\/(?![/\\])/.test(target);
  const url = isPath ? URL.parse(target, 'http://same') : URL.parse(target);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash) return undefined;
  return { origin: isPath ? '' : url.origin, path: url.pathname, query: url.search.slice(1) };
}

/** Two slashes at the start of a path would make a host of what follows. */
function joinPaths(to: string, rest: string): string {
  return `${bareWord(to)}/${rest.replace(/^\/+/, '')}`.replace(/(?<!:)\/{2,}/g, '/');
}

function withQuery(target: string, query: string): string {
  if (query === '') return target;
  return target.includes('?') ? `${target}&${query.slice(1)}` : `${target}${query}`;
}
