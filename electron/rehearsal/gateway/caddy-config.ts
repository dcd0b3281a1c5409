import { z } from 'zod';

const Pattern = z.strictObject({ pattern: z.string() });
const Match: z.ZodType<CaddyMatch> = z.lazy(() =>
  z.strictObject({
    host: z.array(z.string()).optional(),
    method: z.array(z.string()).optional(),
    path: z.array(z.string()).optional(),
    path_regexp: Pattern.optional(),
    header: z.record(z.string(), z.array(z.string())).optional(),
    header_regexp: z.record(z.string(), Pattern).optional(),
    vars_regexp: z.record(z.string(), Pattern).optional(),
    not: z.array(Match).optional(),
  }),
);

export interface CaddyMatch {
  host?: string[] | undefined;
  method?: string[] | undefined;
  path?: string[] | undefined;
  path_regexp?: { pattern: string } | undefined;
  header?: Record<string, string[]> | undefined;
  header_regexp?: Record<string, { pattern: string }> | undefined;
  vars_regexp?: Record<string, { pattern: string }> | undefined;
  not?: CaddyMatch[] | undefined;
}

const HeaderChange = z.strictObject({
  set: z.record(z.string(), z.array(z.string())).optional(),
  add: z.record(z.string(), z.array(z.string())).optional(),
  delete: z.array(z.string()).optional(),
  replace: z
    .record(z.string(), z.array(z.strictObject({ search_regexp: z.string(), replace: z.string() })))
    .optional(),
});
export type HeaderChange = z.infer<typeof HeaderChange>;

const Errors = z.strictObject({ routes: z.array(z.lazy(() => CaddyRoute)) });

const Handler = z.discriminatedUnion('handler', [
  z.strictObject({
    handler: z.literal('subroute'),
    get routes() {
      return z.array(z.lazy(() => CaddyRoute));
    },
    get errors() {
      return Errors.optional();
    },
  }),
  z.strictObject({
    handler: z.literal('static_response'),
    status_code: z.union([z.number(), z.string()]),
    headers: z.record(z.string(), z.array(z.string())).optional(),
    body: z.string().optional(),
  }),
  z.strictObject({
    handler: z.literal('rewrite'),
    uri: z.string().optional(),
    path_regexp: z.array(z.strictObject({ find: z.string(), replace: z.string() })).optional(),
  }),
  z.object({ handler: z.literal('vars') }).catchall(z.string()),
  z.strictObject({ handler: z.literal('headers'), request: HeaderChange }),
  z.strictObject({
    handler: z.literal('reverse_proxy'),
    upstreams: z.array(z.strictObject({ dial: z.string() })).min(1),
    transport: z.looseObject({ protocol: z.literal('http') }).optional(),
    headers: z.strictObject({ request: HeaderChange }).optional(),
    stream_close_delay: z.string().optional(),
  }),
]);

export interface CaddyRoute {
  match?: CaddyMatch[] | undefined;
  handle: CaddyHandler[];
  terminal?: boolean | undefined;
}
export type CaddyHandler =
  | { handler: 'subroute'; routes: CaddyRoute[]; errors?: { routes: CaddyRoute[] } | undefined }
  | Exclude<z.infer<typeof Handler>, { handler: 'subroute' }>;

const CaddyRoute: z.ZodType<CaddyRoute> = z.strictObject({
  match: z.array(Match).optional(),
  handle: z.array(Handler as unknown as z.ZodType<CaddyHandler>),
  terminal: z.boolean().optional(),
});

const Server = z.looseObject({
  listen: z.array(z.string()),
  routes: z.array(CaddyRoute),
  errors: z.strictObject({ routes: z.array(CaddyRoute) }),
});
export type CaddyServer = z.infer<typeof Server>;

const Config = z.looseObject({
  apps: z.strictObject({ http: z.looseObject({ servers: z.record(z.string(), Server) }) }),
});

/** Reads the part of Caddy's JSON that the double knows. Throws on anything else: it would not do what was meant. */
export function readCaddyConfig(text: string): readonly CaddyServer[] {
  return Object.values(Config.parse(JSON.parse(text)).apps.http.servers);
}
