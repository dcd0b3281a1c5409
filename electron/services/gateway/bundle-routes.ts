import type { RouteMatch } from '../../contract/routes';
import { type CaddyRoute, quotePattern, subroute } from './caddy-json';
import { pathPattern } from './caddy-match';

/** A rule's route, and what the rule looks at. */
export interface MatchedRoute {
  match: RouteMatch;
  route: CaddyRoute;
}

/** Up to so many, one after the other is as quick. */
const FEW = 4;
const HOSTS_TOGETHER = 32;

/**
 * Puts rules behind questions that several of them need a yes to, so that a request is asked a dozen times and not a
 * thousand. What each request comes to stays the same: two rules change places only when no request could suit both.
 */
export function bundleRoutes(rules: readonly MatchedRoute[]): CaddyRoute[] {
  const routes: CaddyRoute[] = [];
  for (let start = 0; start < rules.length; ) {
    const kind = kindOf(rules[start]?.match ?? {});
    let end = start;
    while (end < rules.length && kindOf(rules[end]?.match ?? {}) === kind) end += 1;
    const run = rules.slice(start, end);
    routes.push(...BUNDLERS[kind](run));
    start = end;
  }
  return routes;
}

const BUNDLERS = { path: byPath, host: byHost, other: inOrder };

function kindOf(match: RouteMatch): keyof typeof BUNDLERS {
  if (pathPattern(match) !== undefined) return 'path';
  return match.host === undefined ? 'other' : 'host';
}

function inOrder(rules: readonly MatchedRoute[]): CaddyRoute[] {
  return rules.map(({ route }) => route);
}

function byHost(rules: readonly MatchedRoute[]): CaddyRoute[] {
  if (rules.length <= FEW) return inOrder(rules);
  const hosts = [...new Set(rules.map(({ match }) => match.host?.toLowerCase() ?? ''))];
  const parts: CaddyRoute[] =
    rules.length <= HOSTS_TOGETHER
      ? inOrder(rules)
      : Array.from({ length: Math.ceil(rules.length / HOSTS_TOGETHER) }, (_, n) =>
          byHost(rules.slice(n * HOSTS_TOGETHER, (n + 1) * HOSTS_TOGETHER)),
        ).flat();
  return [{ match: [{ host: hosts }], handle: [subroute(parts)] }];
}

/** A tree over what the paths begin with. */
function byPath(rules: readonly MatchedRoute[]): CaddyRoute[] {
  if (rules.length <= FEW) return inOrder(rules);
  const paths = rules.map(pathOf);
  const common = commonStart(paths);
  // One that could take what any other takes keeps its place: asked before them all, or after them all.
  if (paths.at(-1) === common) return [...byPath(rules.slice(0, -1)), ...inOrder(rules.slice(-1))];
  if (paths[0] === common) return [...inOrder(rules.slice(0, 1)), ...byPath(rules.slice(1))];
  if (paths.includes(common)) return inOrder(rules);
  const branches = new Map<string, MatchedRoute[]>();
  for (const rule of rules) {
    const next = [...pathOf(rule).slice(common.length)][0] ?? '';
    branches.set(next, [...(branches.get(next) ?? []), rule]);
  }
  const parts = [...branches].flatMap(([next, branch]) => {
    const inner = byPath(branch);
    return inner.length === 1 ? inner : [behind(`${common}${next}`, inner)];
  });
  return common.length > 1 ? [behind(common, parts)] : parts;
}

function behind(start: string, routes: readonly CaddyRoute[]): CaddyRoute {
  return { match: [{ path_regexp: { pattern: `^${quotePattern(start)}` } }], handle: [subroute(routes)] };
}

function pathOf({ match }: MatchedRoute): string {
  return match.path_equal ?? match.path_prefix ?? '';
}

function commonStart(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  // Half a character is none.
  return first.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
