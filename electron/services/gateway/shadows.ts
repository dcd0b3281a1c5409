import type { HeaderMatch, RouteMatch } from '../../contract/routes';
import type { PlacedRule } from './order-rules';

/** A rule that another one, asked before it, leaves nothing or less than its writer may think. */
export interface Shadow {
  at: number;
  by: number;
  code: 'shadowed' | 'beatsPath';
}

/** @param ordered as they are asked */
export function findShadows(ordered: readonly PlacedRule[]): Shadow[] {
  const enabled = ordered.filter(({ rule }) => rule.enabled);
  return enabled.flatMap(({ at, rule }, index): Shadow[] => {
    const before = enabled.slice(0, index);
    const by = before.find((other) => covers(other.rule.match, rule.match));
    if (by) return [{ at, by: by.at, code: 'shadowed' }];
    const { match } = rule;
    if (!isByReferer(match) || match.path_prefix !== undefined || match.path_equal !== undefined) return [];
    // Whatever a page with such an address asks for comes here, also what a rule for that path was meant to take.
    const beaten = enabled.slice(index + 1).find((other) => isByPath(other.rule.match));
    return beaten ? [{ at, by: beaten.at, code: 'beatsPath' }] : [];
  });
}

/** Whether everything that `inner` takes is taken by `outer`. */
function covers(outer: RouteMatch, inner: RouteMatch): boolean {
  return (
    coversPath(outer, inner) &&
    (outer.host === undefined || outer.host.toLowerCase() === inner.host?.toLowerCase()) &&
    (outer.method === undefined || outer.method.toUpperCase() === inner.method?.toUpperCase()) &&
    (outer.referer_substr === undefined || (inner.referer_substr?.includes(outer.referer_substr) ?? false)) &&
    (outer.referer_regex === undefined || outer.referer_regex === inner.referer_regex) &&
    (outer.headers ?? []).every((header) => (inner.headers ?? []).some((own) => coversHeader(header, own)))
  );
}

function coversPath(outer: RouteMatch, inner: RouteMatch): boolean {
  if (outer.path_equal !== undefined && outer.path_equal !== inner.path_equal) return false;
  if (outer.path_prefix === undefined) return true;
  return (inner.path_equal ?? inner.path_prefix)?.startsWith(outer.path_prefix) ?? false;
}

function coversHeader(outer: HeaderMatch, inner: HeaderMatch): boolean {
  return (
    outer.name.toLowerCase() === inner.name.toLowerCase() &&
    (outer.contains === undefined || (inner.contains?.includes(outer.contains) ?? false)) &&
    (outer.regex === undefined || outer.regex === inner.regex)
  );
}

function isByReferer({ referer_substr, referer_regex }: RouteMatch): boolean {
  return referer_substr !== undefined || referer_regex !== undefined;
}

function isByPath(match: RouteMatch): boolean {
  return match.path_prefix !== undefined && !isByReferer(match);
}
