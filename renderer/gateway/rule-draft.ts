import { RouteRule } from '../../electron/contract/routes';

/** A line of the lists of headers, as it is typed. */
export interface HeaderDraft {
  name: string;
  contains: string;
  regex: string;
}

/** A rule as it is typed: an empty text is a field that is not there. */
export interface RuleDraft {
  id: string;
  action: 'proxy' | 'redirect';
  backend: string;
  strip: boolean;
  redirectTo: string;
  redirectPrefix: string;
  prefix: string;
  equal: string;
  host: string;
  method: string;
  refererHas: string;
  refererRegex: string;
  headers: HeaderDraft[];
  sets: { name: string; value: string }[];
  priority: string;
  enabled: boolean;
}

/** Fields that can be filled in wrongly in themselves. */
export type DraftField = 'prefix' | 'equal' | 'host' | 'method' | 'headers' | 'sets' | 'priority' | 'other';

/** A rule laid out to be typed at; without one an empty form. */
export function draftOf(rule: RouteRule | undefined): RuleDraft {
  const match = rule?.match ?? {};
  return {
    id: rule?.id ?? '',
    action: rule?.action ?? 'proxy',
    backend: rule?.backend ?? '',
    strip: rule?.strip_prefix ?? false,
    redirectTo: rule?.redirect_to ?? '',
    redirectPrefix: rule?.redirect_to_prefix ?? '',
    prefix: match.path_prefix ?? '',
    equal: match.path_equal ?? '',
    host: match.host ?? '',
    method: match.method ?? '',
    refererHas: match.referer_substr ?? '',
    refererRegex: match.referer_regex ?? '',
    headers: (match.headers ?? []).map(({ name, contains = '', regex = '' }) => ({ name, contains, regex })),
    sets: (rule?.set_headers ?? []).map((one) => ({ ...one })),
    priority: String(rule?.priority ?? 0),
    enabled: rule?.enabled ?? true,
  };
}

/** The rule that was typed, or which fields are not right. Lines left wholly empty are left out. */
export function readDraft(draft: RuleDraft): { rule: RouteRule } | { bad: ReadonlySet<DraftField> } {
  const headers = draft.headers.filter(({ name, contains, regex }) => name + contains + regex !== '');
  const sets = draft.sets.filter(({ name, value }) => name + value !== '');
  const parsed = RouteRule.safeParse({
    ...given('id', draft.id),
    action: draft.action,
    ...(draft.action === 'proxy'
      ? { ...given('backend', draft.backend), strip_prefix: draft.strip }
      : {
          ...given('redirect_to', draft.redirectTo),
          ...given('redirect_to_prefix', draft.redirectPrefix),
        }),
    priority: draft.priority.trim() === '' ? Number.NaN : Number(draft.priority),
    match: {
      ...given('path_prefix', draft.prefix),
      ...given('path_equal', draft.equal),
      ...given('host', draft.host),
      ...given('method', draft.method),
      ...given('referer_substr', draft.refererHas),
      ...given('referer_regex', draft.refererRegex),
      ...(headers.length > 0
        ? {
            headers: headers.map(({ name, contains, regex }) => ({
              name: name.trim(),
              ...given('contains', contains),
              ...given('regex', regex),
            })),
          }
        : {}),
    },
    ...(sets.length > 0
      ? { set_headers: sets.map(({ name, value }) => ({ name: name.trim(), value })) }
      : {}),
    enabled: draft.enabled,
  });
  if (parsed.success) return { rule: parsed.data };
  return { bad: new Set(parsed.error.issues.map(({ path }) => fieldOf(path))) };
}

function given(name: string, text: string): Record<string, string> {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

const FIELD: Readonly<Record<string, DraftField>> = {
  path_prefix: 'prefix',
  path_equal: 'equal',
  host: 'host',
  method: 'method',
  headers: 'headers',
  set_headers: 'sets',
  priority: 'priority',
};

function fieldOf(path: readonly PropertyKey[]): DraftField {
  const name = path[0] === 'match' ? path[1] : path[0];
  return FIELD[String(name)] ?? 'other';
}
