import type { RouteFinding, RouteFindingCode, RouteRule, RouteTable } from '../../contract/routes';
import { COMPUTER, readBackend } from './backend';
import { readPattern, seeRequest } from './match-request';
import { orderRules, type PlacedRule, takenBy } from './order-rules';
import { readTarget, redirectTarget } from './rule-target';
import { findShadows } from './shadows';
import type { Surroundings } from './surroundings';

type Find = (code: RouteFindingCode, params?: RouteFinding['params']) => number;

const ERRORS: ReadonlySet<RouteFindingCode> = new Set([
  'noBackend',
  'badBackend',
  'noTarget',
  'badTarget',
  'badPattern',
  'stripWithoutPrefix',
  'prefixNeeded',
  'loop',
  'duplicateId',
] satisfies RouteFindingCode[]);

/** Everything that is to be said of a table, in the order of its rules. Pure: names are not looked up. */
export function checkTable(table: RouteTable, around: Surroundings): RouteFinding[] {
  const findings: RouteFinding[] = [];
  const finder =
    (rule?: number): Find =>
    (code, params = {}) =>
      findings.push({
        code,
        severity: ERRORS.has(code) ? 'error' : 'warning',
        ...(rule === undefined ? {} : { rule }),
        params,
      });
  checkBackend(table.default_backend, around, finder());
  const ids = new Map<string, number>();
  const ordered = orderRules(table.rules);
  table.rules.forEach((rule, at) => {
    const find = finder(at);
    const first = rule.id === undefined ? undefined : ids.get(rule.id);
    if (first !== undefined) find('duplicateId', { name: rule.id ?? '', by: first });
    else if (rule.id !== undefined) ids.set(rule.id, at);
    checkMatch(rule, find);
    if (rule.action === 'proxy') checkBackend(rule.backend ?? '', around, find);
    else checkRedirect({ at, rule }, ordered, around, find);
  });
  for (const { at, by, code } of findShadows(ordered)) finder(at)(code, { by });
  return findings.sort((a, b) => (a.rule ?? -1) - (b.rule ?? -1));
}

function checkBackend(text: string, around: Surroundings, find: Find): void {
  const backend = readBackend(text, around.upstreams);
  if (!backend) {
    if (text.trim() === '') find('noBackend');
    else find('badBackend', { value: text });
    return;
  }
  const { host, port, upstream } = backend;
  const isItself = host === around.name || host === around.domain || /(^|\.)localhost$/.test(host);
  if (isItself || (host === COMPUTER && port === around.port)) find('loop', { value: text });
  // A name without a dot can only be a neighbour on the bot's network.
  else if (!upstream && host !== COMPUTER && !/[.:]/.test(host)) find('unresolvable', { name: host });
}

function checkMatch({ match, strip_prefix, redirect_to_prefix }: RouteRule, find: Find): void {
  const patterns = [match.referer_regex, ...(match.headers ?? []).map(({ regex }) => regex)];
  for (const pattern of patterns) {
    if (pattern !== undefined && !readPattern(pattern)) find('badPattern', { value: pattern });
  }
  const { path_equal: equal, path_prefix: prefix } = match;
  if (strip_prefix && prefix === undefined) find('stripWithoutPrefix');
  if (redirect_to_prefix !== undefined && prefix === undefined) find('prefixNeeded');
  if (equal !== undefined && prefix !== undefined && !equal.startsWith(prefix)) find('neverMatches');
  if (/^\/admin(\/|$)/i.test(equal ?? prefix ?? '')) find('reserved');
}

function checkRedirect(placed: PlacedRule, ordered: PlacedRule[], around: Surroundings, find: Find): void {
  const { redirect_to: whole, redirect_to_prefix: prefix } = placed.rule;
  const value = whole ?? prefix;
  const hasBoth = whole !== undefined && prefix !== undefined;
  if (value === undefined) find('noTarget');
  else if (hasBoth || !readTarget(value)) find('badTarget', { value });
  else if (placed.rule.enabled && leadsBack(placed, ordered, around)) find('loop', { value });
}

/** Whether somebody who is redirected by this rule comes back to it. */
function leadsBack(start: PlacedRule, ordered: PlacedRule[], around: Surroundings): boolean {
  const { match } = start.rule;
  const own = `localhost:${around.port}`;
  const headers = (match.headers ?? []).flatMap(({ name, contains }) =>
    contains === undefined ? [] : [{ name, value: contains }],
  );
  if (match.referer_substr !== undefined) headers.push({ name: 'Referer', value: match.referer_substr });
  const host = match.host?.replace(/^\*/, 'any') ?? own;
  const path = match.path_equal ?? (match.path_prefix === undefined ? '/' : `${match.path_prefix}x`);
  const seen = new Set<number>();
  let url = `http://${host}${path}`;
  while (seen.size <= ordered.length) {
    const request = seeRequest(url, match.method ?? 'GET', headers, own);
    const taken = request && takenBy(ordered, request);
    if (!request || taken?.rule.action !== 'redirect') return false;
    if (seen.has(taken.at)) return taken.at === start.at;
    seen.add(taken.at);
    const target = redirectTarget(taken.rule, request);
    const next = target === undefined ? undefined : URL.parse(target, url);
    if (!next || !leadsHere(next, url, around)) return false;
    url = next.href;
  }
  return true;
}

function leadsHere(next: URL, from: string, { port, domain }: Surroundings): boolean {
  if (next.host === new URL(from).host) return true;
  const isOwnName = /^(127\.0\.0\.1|(.*\.)?localhost)$/.test(next.hostname) && Number(next.port) === port;
  return isOwnName || next.hostname === domain;
}
