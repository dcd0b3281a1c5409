import type { RouteTable } from '../../contract/routes';
import type { Upstream } from '../roles';
import { readBackend } from './backend';
import {
  answer,
  type CaddyHandler,
  type CaddyMatch,
  type CaddyRoute,
  quotePattern,
  subroute,
} from './caddy-json';
import { caddyMatch } from './caddy-match';
import { type RuleOptions, ruleHandlers } from './caddy-rule';
import { allowedHosts } from './hosts';
import { orderRules } from './order-rules';
import { bareWord } from './rule-target';
import type { Surroundings } from './surroundings';

/** The cookie of somebody who has signed in at the gateway. */
export const SESSION_COOKIE = 'botpier_gateway';
/** Only the gateway adds it: BotPier answers nobody without. */
export const DOOR_HEADER = 'X-Botpier-Gateway';
const HOP_HEADER = 'X-Botpier-Hop';
/** What a client could say of itself and a panel might believe. */
const UNTRUSTED = [DOOR_HEADER, 'X-Real-Ip', 'Forwarded', 'X-Forwarded-Prefix', 'X-Forwarded-Port'];

/** Where BotPier listens, as seen from inside the container. */
export interface AdminDoor {
  host: string;
  port: number;
}

/** A request that came through here before goes round in a circle. */
export function hopGuard(id: string): CaddyRoute[] {
  return [
    {
      match: [{ header: { [HOP_HEADER]: [id] } }],
      handle: [
        answer(
          508,
          '这个请求在兜圈子：有条规则又转回了网关自己。',
          'Going round in a circle: a rule leads back here.',
        ),
      ],
      terminal: true,
    },
    { handle: [{ handler: 'headers', request: { add: { [HOP_HEADER]: [id] } } }] },
    {
      match: UNTRUSTED.map((name) => ({ header: { [name]: ['*'] } })),
      handle: [{ handler: 'headers', request: { delete: UNTRUSTED } }],
    },
  ];
}

/** BotPier's own pages, and before them the answer that tells which configuration is live. */
export function adminRoute(admin: AdminDoor | undefined, secret: string, mark: string): CaddyRoute {
  const closed = answer(
    503,
    '管理页由 BotPier 提供，它现在没在运行或连不上。打开 BotPier 再试；面板不受影响。',
    'BotPier serves these pages, and it is not running or cannot be reached. Open BotPier and try again; panels are not affected.',
  );
  const pages: CaddyHandler = admin
    ? {
        handler: 'reverse_proxy',
        upstreams: [{ dial: `${admin.host}:${admin.port}` }],
        transport: { protocol: 'http', dial_timeout: '2s', response_header_timeout: '30s' },
        headers: { request: { set: { [DOOR_HEADER]: [secret] } } },
      }
    : closed;
  const health: CaddyHandler = {
    handler: 'static_response',
    status_code: 200,
    headers: { 'Content-Type': ['application/json'], 'Cache-Control': ['no-store'] },
    body: JSON.stringify({ config: mark }),
  };
  const routes: CaddyRoute[] = [
    { match: [{ path: ['/admin/health'] }], handle: [health], terminal: true },
    { handle: [pages] },
  ];
  return {
    match: [{ path: ['/admin', '/admin/*'] }],
    handle: [{ handler: 'subroute', routes, errors: { routes: [{ handle: [closed] }] } }],
    terminal: true,
  };
}

/** Turns away names that somebody else made lead here; nothing to do where a session is asked for. */
export function hostGuard(table: RouteTable, around: Surroundings): CaddyRoute[] {
  const hosts = allowedHosts(table, around);
  if (!hosts) return [];
  return [
    {
      match: [{ not: [{ host: hosts }] }],
      handle: [
        answer(
          421,
          '网关只对这台电脑开放，请用 http://localhost 打开。',
          'This gateway is for this computer alone; open it as http://localhost.',
        ),
      ],
      terminal: true,
    },
  ];
}

/**
 * What somebody without a session gets, from a gateway that others can reach: the paths that ask for a token by
 * themselves, and else the way to the sign-in page. The rules keep their order, so that no path is taken by another
 * rule than with a session.
 */
export function sessionGuard(table: RouteTable, secret: string, options: RuleOptions): CaddyRoute {
  const ordered = orderRules(table.rules).filter(({ rule }) => rule.enabled);
  const open = ordered.map(({ rule }) => {
    const upstream = readBackend(rule.backend ?? '', options.upstreams)?.upstream;
    const isProxy = rule.action === 'proxy';
    return {
      rule,
      own: isProxy ? ownLoginMatch(upstream, rule.strip_prefix ? rule.match.path_prefix : '') : undefined,
    };
  });
  const last = open.findLastIndex(({ own }) => own !== undefined);
  const routes = open.slice(0, last + 1).map(({ rule, own }): CaddyRoute => {
    const match = caddyMatch(rule.match);
    const deny: CaddyRoute = { handle: signIn() };
    const inner = own
      ? [
          { handle: [{ handler: 'vars', [AS_WRITTEN]: '{http.request.uri}' }] },
          { match: [own], handle: ruleHandlers(rule, options), terminal: true as const },
          deny,
        ]
      : [deny];
    return { ...(match ? { match: [match] } : {}), handle: [subroute(inner)], terminal: true };
  });
  const cookie = `(^|;\\s*)${SESSION_COOKIE}=${quotePattern(secret)}\\s*(;|$)`;
  return {
    match: [{ not: [{ header_regexp: { Cookie: { pattern: cookie } } }] }],
    handle: [subroute([...routes, { handle: signIn() }])],
    terminal: true,
  };
}

/** Keeps the session from the backends. */
export const dropSession: CaddyRoute = {
  handle: [
    {
      handler: 'headers',
      request: {
        replace: { Cookie: [{ search_regexp: `(^|;\\s*)${SESSION_COOKIE}=[^;]*`, replace: '' }] },
      },
    },
  ],
};

/** A path may be written in many ways; only the plain one is let through without a session. */
const AS_WRITTEN = 'botpier_uri';
const PLAIN_URI = '^/(?i:[^?%]|%[013-9a-f][0-9a-f]|%2[0-9a-d])*(\\?|$)';

function ownLoginMatch(upstream: Upstream | undefined, prefix: string | undefined): CaddyMatch | undefined {
  if (!upstream?.ownLogin || upstream.ownLogin.length === 0) return undefined;
  const paths = upstream.ownLogin.map((path) => `(?:${path})`).join('|');
  return {
    path_regexp: { pattern: `^${quotePattern(bareWord(prefix))}(?:${paths})$` },
    not: [{ vars_regexp: { [AS_WRITTEN]: { pattern: '\\.\\.|//' } } }],
    vars_regexp: { [AS_WRITTEN]: { pattern: PLAIN_URI } },
  };
}

/** A browser is sent to the page; a program is told. */
function signIn(): CaddyHandler[] {
  return [
    subroute([
      {
        match: [{ method: ['GET'], header_regexp: { Accept: { pattern: 'text/html' } } }],
        handle: [
          {
            handler: 'static_response',
            status_code: 307,
            headers: {
              Location: ['/admin/login?next={http.request.uri.path}'],
              'Cache-Control': ['no-store'],
            },
          },
        ],
        terminal: true,
      },
      { handle: [answer(401, '请先在网关登录。', 'Sign in at the gateway first.')] },
    ]),
  ];
}
