import type { RouteRule } from '../../contract/routes';
import type { Upstream } from '../roles';
import { type Backend, dialAddress, readBackend } from './backend';
import { answer, type CaddyHandler, literal, quotePattern } from './caddy-json';
import { bareWord, readTarget } from './rule-target';

export interface RuleOptions {
  upstreams: readonly Upstream[];
  /** Old servers (before 2.7) cut WebSockets at each change, and do not know the word that forbids it. */
  keepsStreams: boolean;
}

/** Longer than any page stays open without being loaded anew. */
const STREAM_PATIENCE = '24h';

/** What is done with a request that a rule took. */
export function ruleHandlers(rule: RouteRule, options: RuleOptions): CaddyHandler[] {
  if (rule.action === 'redirect') return redirectHandlers(rule);
  const backend = readBackend(rule.backend ?? '', options.upstreams);
  if (!backend) return [answer(502, '这条规则没有后端。', 'This rule has no backend.')];
  return proxyHandlers(backend, rule, options);
}

/** @param rule left out for the default backend */
export function proxyHandlers(
  backend: Backend,
  rule: RouteRule | undefined,
  { keepsStreams }: Pick<RuleOptions, 'keepsStreams'>,
): CaddyHandler[] {
  const prefix = rule?.strip_prefix ? bareWord(rule.match.path_prefix) : '';
  const headers: Record<string, string[]> = Object.fromEntries(
    (rule?.set_headers ?? []).map(({ name, value }) => [name, [literal(value)]]),
  );
  const setsHost = Object.keys(headers).some((name) => name.toLowerCase() === 'host');
  // A host somewhere else answers to its own name alone.
  if (backend.isSecure && !setsHost) headers['Host'] = [dialAddress(backend).replace(/:443$/, '')];
  return [
    ...changePath(prefix, backend.path),
    {
      handler: 'reverse_proxy',
      upstreams: [{ dial: dialAddress(backend) }],
      ...(backend.isSecure ? { transport: { protocol: 'http', tls: {} } } : {}),
      ...(Object.keys(headers).length > 0 ? { headers: { request: { set: headers } } } : {}),
      ...(keepsStreams ? { stream_close_delay: STREAM_PATIENCE } : {}),
    },
  ];
}

function redirectHandlers(rule: RouteRule): CaddyHandler[] {
  const target = readTarget(rule.redirect_to ?? rule.redirect_to_prefix ?? '');
  if (!target) return [answer(502, '这条规则没有写转到哪里。', 'This rule does not say where to go.')];
  const path = encodeBraces(target.path);
  const change: CaddyHandler[] =
    rule.redirect_to === undefined
      ? changePath(bareWord(rule.match.path_prefix), bareWord(path))
      : [
          {
            handler: 'rewrite',
            uri:
              target.query === '' ? path : `${path}?${encodeBraces(target.query)}&{http.request.uri.query}`,
          },
        ];
  return [
    ...change,
    {
      handler: 'static_response',
      // Keeps the method and the body, and no browser remembers it.
      status_code: 307,
      headers: {
        Location: [`${target.origin}{http.request.uri}`],
        'Cache-Control': ['no-store'],
      },
    },
  ];
}

/** Takes a prefix off and puts another one before what is left; exactly one slash between them. */
function changePath(prefix: string, before: string): CaddyHandler[] {
  if (prefix === '' && before === '') return [];
  const find = `^${[...prefix].map(writtenAs).join('')}/*`;
  return [{ handler: 'rewrite', path_regexp: [{ find, replace: `${before.replaceAll('$', '$$$$')}/` }] }];
}

/** An expression for every way in which a character may stand in the path of a URL. */
function writtenAs(character: string): string {
  const bytes = [...new TextEncoder().encode(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  const encoded = `(?i:%${bytes.join('%')})`;
  return character === '/' ? '/+' : `(?:${quotePattern(character)}|${encoded})`;
}

function encodeBraces(text: string): string {
  return text.replaceAll('{', '%7B').replaceAll('}', '%7D');
}
