import type { RouteMatch } from '../../contract/routes';
import { type CaddyMatch, type CaddyRoute, subroute } from './caddy-json';
import { pathPattern } from './caddy-match';

/** A rule's route, and what the rule looks at. */
export interface MatchedRoute {
  match: RouteMatch;
  route: CaddyRoute;
}

/** Up to so many, one after the other is as quick. */
const FEW = 48;
/** Larger bundles make expressions that the server no longer reads in one go. */
const BUNDLE = 32;

/**
 * Bundles neighbours behind one question that all of them need a yes to, so that a request that a thousand rules do
 * not take is asked a few dozen times. The order stays.
 */
export function bundleRoutes(rules: readonly MatchedRoute[]): CaddyRoute[] {
  if (rules.length <= FEW) return rules.map(({ route }) => route);
  const routes: CaddyRoute[] = [];
  let bundle: MatchedRoute[] = [];
  const close = () => {
    if (bundle.length > 1) {
      routes.push({ match: commonMatch(bundle), handle: [subroute(bundle.map(({ route }) => route))] });
    } else routes.push(...bundle.map(({ route }) => route));
    bundle = [];
  };
  for (const rule of rules) {
    const { host } = rule.match;
    if (host === undefined && pathPattern(rule.match) === undefined) {
      close();
      routes.push(rule.route);
      continue;
    }
    bundle.push(rule);
    if (bundle.length === BUNDLE) close();
  }
  close();
  return routes;
}

/** Holds for every request that one of the rules could take. */
function commonMatch(rules: readonly MatchedRoute[]): CaddyMatch[] {
  const patterns = new Set<string>();
  const hosts = new Set<string>();
  for (const { match } of rules) {
    const path = pathPattern(match);
    if (path !== undefined) patterns.add(path.slice(1));
    else if (match.host !== undefined) hosts.add(match.host.toLowerCase());
  }
  return [
    ...(patterns.size > 0 ? [{ path_regexp: { pattern: `^(?:${[...patterns].join('|')})` } }] : []),
    ...(hosts.size > 0 ? [{ host: [...hosts] }] : []),
  ];
}
