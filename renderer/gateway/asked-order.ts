import type { RouteRule } from '../../electron/contract/routes';

/** A rule with its position in the table. */
export interface Placed {
  at: number;
  rule: RouteRule;
}

/** The rules as the gateway asks them, each with its position in the table: what is seen is what happens. */
export function askedOrder(rules: readonly RouteRule[]): Placed[] {
  return rules.map((rule, at) => ({ at, rule })).sort((a, b) => compare(b.rule, a.rule) || a.at - b.at);
}

function compare(a: RouteRule, b: RouteRule): number {
  return (
    a.priority - b.priority ||
    Number(a.match.path_equal !== undefined) - Number(b.match.path_equal !== undefined) ||
    (a.match.path_prefix?.length ?? 0) - (b.match.path_prefix?.length ?? 0) ||
    (a.match.referer_substr?.length ?? 0) - (b.match.referer_substr?.length ?? 0)
  );
}

/** Room between priorities that are given anew, so that a later move changes one rule alone. */
const STEP = 10;

/**
 * The table with a rule moved one place forward (`-1`) or back (`1`) in the order in which they are asked. Changes
 * that rule's priority alone where there is room, else gives all priorities anew. Undefined at the end of the list.
 * @param at position in the table
 */
export function moveRule(rules: readonly RouteRule[], at: number, by: -1 | 1): RouteRule[] | undefined {
  const order = askedOrder(rules);
  const from = order.findIndex((one) => one.at === at);
  const moved = order[from];
  const passed = order[from + by];
  if (!moved || !passed) return undefined;
  const priority = passed.rule.priority - by;
  const beyond = order[from + 2 * by]?.rule.priority;
  const hasRoom = beyond === undefined || (by < 0 ? beyond > priority : beyond < priority);
  if (hasRoom) return rules.map((rule, index) => (index === at ? { ...rule, priority } : rule));
  order.splice(from, 1);
  order.splice(from + by, 0, moved);
  const anew = new Map(order.map((one, index) => [one.at, (order.length - index) * STEP]));
  return rules.map((rule, index) => ({ ...rule, priority: anew.get(index) ?? rule.priority }));
}
