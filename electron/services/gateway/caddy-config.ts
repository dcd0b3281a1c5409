import type { RouteTable } from '../../contract/routes';
import { readBackend } from './backend';
import { bundleRoutes, type MatchedRoute } from './bundle-routes';
import { type AdminDoor, adminRoute, dropSession, hopGuard, hostGuard, sessionGuard } from './caddy-guards';
import { answer, type CaddyRoute } from './caddy-json';
import { caddyMatch } from './caddy-match';
import { proxyHandlers, type RuleOptions, ruleHandlers } from './caddy-rule';
import { orderRules } from './order-rules';
import type { Surroundings } from './surroundings';

export interface ConfigInput {
  table: RouteTable;
  around: Surroundings;
  /** Ports inside the container. */
  listen: { web: number; http: number; https: number };
  /** Where its admin API is listened for: `unix//run/gateway.sock`. Nothing on the network can reach it. */
  socket: string;
  admin: AdminDoor | undefined;
  /** Of the door between gateway and BotPier, and of sessions. Letters and digits. */
  secrets: { door: string; session: string };
  /** Names this configuration, so that it can be seen which one is live. */
  mark: string;
  /** Default true. */
  keepsStreams?: boolean;
}

/** The server's whole configuration, as JSON. Pure. */
export function caddyConfig(input: ConfigInput): object {
  const { around, listen, socket } = input;
  const routes = serverRoutes(input);
  const errors = { routes: [{ handle: [backendFailed()] }] };
  const common = { errors, read_header_timeout: '15s', idle_timeout: '5m' };
  const web = {
    listen: [`:${listen.web}`],
    automatic_https: { disable: true },
    routes,
    ...common,
  };
  return {
    admin: { listen: socket, config: { persist: false } },
    logging: { logs: { default: { level: 'WARN', encoder: LOG_ENCODER } } },
    apps: {
      http: {
        http_port: listen.http,
        https_port: listen.https,
        servers: { web, ...(around.domain === undefined ? {} : { secure: secureServer(around.domain) }) },
      },
    },
  };

  function secureServer(domain: string): object {
    const hosts = input.table.rules.flatMap(({ match: { host } }) =>
      host?.toLowerCase().endsWith(`.${domain}`) && !host.startsWith('*') ? [host.toLowerCase()] : [],
    );
    return {
      listen: [`:${listen.https}`],
      protocols: ['h1', 'h2'],
      // The names in front are what certificates are fetched for.
      routes: [
        {
          match: [{ host: [...new Set([domain, ...hosts])] }],
          handle: [{ handler: 'subroute', routes }],
          terminal: true,
        },
      ],
      ...common,
    };
  }
}

function serverRoutes(input: ConfigInput): CaddyRoute[] {
  const { table, around, secrets } = input;
  const options: RuleOptions = { upstreams: around.upstreams, keepsStreams: input.keepsStreams ?? true };
  const session =
    around.reach === 'network' ? [sessionGuard(table, secrets.session, options), dropSession] : [];
  return [
    ...hopGuard(around.name),
    ...hostGuard(table, around),
    adminRoute(input.admin, secrets.door, input.mark),
    ...session,
    ...ruleRoutes(table, options),
    { handle: defaultHandlers(table, options) },
  ];
}

function ruleRoutes(table: RouteTable, options: RuleOptions): CaddyRoute[] {
  const enabled = orderRules(table.rules).filter(({ rule }) => rule.enabled);
  const routes = enabled.map(({ rule }): MatchedRoute => {
    const match = caddyMatch(rule.match);
    return {
      match: rule.match,
      route: {
        ...(match ? { match: [match] } : {}),
        handle: ruleHandlers(rule, options),
        terminal: true,
      },
    };
  });
  return bundleRoutes(routes);
}

function defaultHandlers(table: RouteTable, options: RuleOptions) {
  const backend = readBackend(table.default_backend, options.upstreams);
  return backend
    ? proxyHandlers(backend, undefined, options)
    : [answer(502, '网关没有默认后端。', 'The gateway has no default backend.')];
}

function backendFailed() {
  return {
    ...answer(
      0,
      '后端没有应答（{http.error.status_code}，{http.reverse_proxy.upstream.hostport}）。它可能没在运行，或者规则里的地址写错了。',
      'The backend did not answer ({http.error.status_code}, {http.reverse_proxy.upstream.hostport}). It may not be running, or the address in the rule is wrong.',
    ),
    status_code: '{http.error.status_code}',
  };
}

/** Headers and queries carry keys and passwords. */
const LOG_ENCODER = {
  format: 'filter',
  wrap: { format: 'console' },
  fields: {
    'request>headers': { filter: 'delete' },
    'request>uri': { filter: 'regexp', regexp: '\\?.*', value: '' },
  },
};
