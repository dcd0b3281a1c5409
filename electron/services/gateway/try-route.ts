import type { RouteRule, RouteStep, RouteTable, RouteTrial, RouteTry } from '../../contract/routes';
import { backendUrl, readBackend } from './backend';
import { isHostAllowed } from './hosts';
import { failingMatcher, type SeenRequest, seeRequest } from './match-request';
import { orderRules, type PlacedRule, takenBy } from './order-rules';
import { redirectTarget, withoutPrefix } from './rule-target';
import type { Surroundings } from './surroundings';

const STEPS_SHOWN = 200;

/** Which rule takes a request, and why not the others. Pure: nobody is asked. */
export function tryRoute(table: RouteTable, request: RouteTry, around: Surroundings): RouteTrial {
  const seen = seeRequest(request.url, request.method, request.headers, `localhost:${around.port}`);
  if (!seen || !isHostAllowed(seen.host, table, around)) return { by: 'refused', steps: [] };
  if (/^\/admin(\/|$)/i.test(seen.path)) return { by: 'admin', steps: [] };
  const ordered = orderRules(table.rules);
  const taken = takenBy(ordered, seen);
  const steps = showSteps(ordered.map((placed) => stepOf(placed, seen, taken)));
  if (!taken) {
    const target = backendTarget(table.default_backend, seen.path, seen, around);
    return { by: 'default', action: 'proxy', ...(target ? { target } : {}), steps };
  }
  const target = targetOf(taken.rule, seen, around);
  return {
    by: 'rule',
    rule: taken.at,
    action: taken.rule.action,
    ...(target ? { target } : {}),
    steps,
  };
}

function targetOf(rule: RouteRule, seen: SeenRequest, around: Surroundings): string | undefined {
  if (rule.action === 'redirect') return redirectTarget(rule, seen);
  return backendTarget(rule.backend ?? '', withoutPrefix(rule, seen.path), seen, around);
}

function backendTarget(text: string, path: string, { query }: SeenRequest, around: Surroundings) {
  const backend = readBackend(text, around.upstreams);
  return backend && `${backendUrl(backend)}${path}${query}`;
}

function stepOf({ at, rule }: PlacedRule, seen: SeenRequest, taken: PlacedRule | undefined): RouteStep {
  const name = { rule: at, ...(rule.id === undefined ? {} : { id: rule.id }) };
  if (!rule.enabled) return { ...name, outcome: 'disabled' };
  if (at === taken?.at) return { ...name, outcome: 'taken' };
  const because = failingMatcher(rule.match, seen);
  return because === undefined ? { ...name, outcome: 'later' } : { ...name, outcome: 'passed', because };
}

function showSteps(steps: RouteStep[]): RouteStep[] {
  const taken = steps.find(({ outcome }) => outcome === 'taken');
  const shown = steps.slice(0, STEPS_SHOWN);
  return taken && !shown.includes(taken) ? [...shown.slice(0, -1), taken] : shown;
}
