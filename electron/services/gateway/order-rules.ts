import type { RouteRule } from '../../contract/routes';
import { failingMatcher, type SeenRequest } from './match-request';

/** A rule with its position in the table. */
export interface PlacedRule {
  at: number;
  rule: RouteRule;
}

/**
 * The rules in the order in which they are asked, disabled ones included: the highest priority first, then an equal
 * path, then the longest prefix, then the longest part of a Referer, then as they stand in the table.
 */
export function orderRules(rules: readonly RouteRule[]): PlacedRule[] {
  return rules
    .map((rule, at) => ({ at, rule }))
    .sort((a, b) => {
      const [one, other] = [weight(a.rule), weight(b.rule)];
      const decisive = one.findIndex((value, index) => value !== other[index]);
      return decisive < 0 ? a.at - b.at : (other[decisive] ?? 0) - (one[decisive] ?? 0);
    });
}

function weight({ priority, match }: RouteRule): number[] {
  return [
    priority,
    match.path_equal === undefined ? 0 : 1,
    match.path_prefix?.length ?? 0,
    match.referer_substr?.length ?? 0,
  ];
}

/** The rule that takes a request; undefined when it falls to the default backend. */
export function takenBy(ordered: readonly PlacedRule[], seen: SeenRequest): PlacedRule | undefined {
  return ordered.find(({ rule }) => rule.enabled && failingMatcher(rule.match, seen) === undefined);
}
