import type { RouteFinding, RouteMatch, RouteRule } from '../../electron/contract/routes';
import type { TextFunction } from '../text/text';

const PLAIN = ['host', 'path_equal', 'path_prefix', 'method', 'referer_substr', 'referer_regex'] as const;

/** What a rule takes, in words. */
export function matchText(t: TextFunction, match: RouteMatch): string {
  const parts = PLAIN.flatMap((name) => {
    const value = match[name];
    return value === undefined ? [] : [t(`routes.match.${name}`, { value })];
  });
  for (const { name } of match.headers ?? []) parts.push(t('routes.match.header', { value: name }));
  return parts.length === 0 ? t('routes.everything') : parts.join(' · ');
}

/** What a rule does with what it takes. */
export function actionText(t: TextFunction, rule: RouteRule): string {
  if (rule.action === 'redirect') {
    return t('routes.redirect', { target: rule.redirect_to ?? rule.redirect_to_prefix ?? '' });
  }
  return [
    t('routes.to', { target: rule.backend ?? '' }),
    rule.strip_prefix ? t('routes.strip') : '',
    rule.set_headers?.length ? t('routes.sets', { n: rule.set_headers.length }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** A finding in words; rules are named by their place on screen. */
export function findingText(t: TextFunction, finding: RouteFinding, placeOf: (at: number) => number): string {
  const { by } = finding.params;
  const params = typeof by === 'number' ? { ...finding.params, by: placeOf(by) } : finding.params;
  return t(`routes.finding.${finding.code}`, params);
}

/** A finding that stands by itself: also says which rule it is about. */
export function placedFindingText(
  t: TextFunction,
  finding: RouteFinding,
  placeOf: (at: number) => number,
): string {
  const text = findingText(t, finding, placeOf);
  return finding.rule === undefined
    ? t('routes.atDefault', { text })
    : t('routes.atRule', { n: placeOf(finding.rule), text });
}
