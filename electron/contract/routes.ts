import { z } from 'zod';

/** More rules than this are refused. */
export const MAX_RULES = 2_000;
/** A table whose JSON is longer than this, in bytes, is refused. */
export const MAX_TABLE_BYTES = 1024 * 1024;

const Text = z.string().min(1).max(2_000);
/** `example.com`, `*.example.com`, `192.168.1.5`; without a port. */
const HostName = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/);
const HeaderName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
/** A line break in a header would begin another one. */
const HeaderValue = z
  .string()
  .max(4_000)
  .regex(/^\P{Cc}*$/u);
const Path = z.string().max(2_000).startsWith('/');

/** All of what is given must hold. */
export const HeaderMatch = z
  .strictObject({ name: HeaderName, contains: Text.optional(), regex: Text.optional() })
  .refine(({ contains, regex }) => contains !== undefined || regex !== undefined, {
    message: 'needs contains or regex',
  });
export type HeaderMatch = z.infer<typeof HeaderMatch>;

/** All of what is given must hold; nothing given matches everything. */
export const RouteMatch = z.strictObject({
  path_equal: Path.optional(),
  path_prefix: Path.optional(),
  host: HostName.optional(),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/)
    .optional(),
  referer_substr: Text.optional(),
  /** RE2 syntax, unanchored. */
  referer_regex: Text.optional(),
  headers: z.array(HeaderMatch).max(20).optional(),
});
export type RouteMatch = z.infer<typeof RouteMatch>;

/** One rule of the table, in the form of `routes.json`. */
export const RouteRule = z.strictObject({
  id: z.string().min(1).max(100).optional(),
  action: z.enum(['proxy', 'redirect']).default('proxy'),
  /** `http://astrbot:6185`; a path of its own is put before the request's. Needed by `proxy`. */
  backend: z.string().max(2_000).optional(),
  /** The highest wins, then an equal path, then the longest prefix, then the longest Referer part, then the first. */
  priority: z.number().min(-1_000_000).max(1_000_000).default(0),
  match: RouteMatch.default({}),
  /** Set on the request to the backend. */
  set_headers: z
    .array(z.strictObject({ name: HeaderName, value: HeaderValue }))
    .max(50)
    .optional(),
  /** Where a redirect leads: a path of this host or a whole URL. The query is kept. */
  redirect_to: z.string().max(2_000).optional(),
  /** Takes the place of `match.path_prefix`; the rest of the path is kept. */
  redirect_to_prefix: z.string().max(2_000).optional(),
  enabled: z.boolean().default(true),
  /** Takes `match.path_prefix` off before the backend sees the path; the slash before the rest stays. */
  strip_prefix: z.boolean().default(false),
});
export type RouteRule = z.infer<typeof RouteRule>;

/** The whole table. Unknown fields are refused, so that nothing is dropped without a word. */
export const RouteTable = z.strictObject({
  /** What no rule takes goes here. */
  default_backend: z.string().max(2_000),
  rules: z.array(RouteRule).max(MAX_RULES),
});
export type RouteTable = z.infer<typeof RouteTable>;
/** As it is written by hand: what has a default may be left out. */
export type RouteTableInput = z.input<typeof RouteTable>;

/** What is to be said of a table. Each has a text `routes.finding.<code>` in every language. */
export const RouteFindingCode = z.enum([
  // errors: such a table is not saved
  'noBackend',
  'badBackend',
  'noTarget',
  'badTarget',
  'badPattern',
  'stripWithoutPrefix',
  'prefixNeeded',
  'loop',
  'duplicateId',
  // warnings
  'shadowed',
  'neverMatches',
  'reserved',
  'unresolvable',
  'beatsPath',
]);
export type RouteFindingCode = z.infer<typeof RouteFindingCode>;

/** One thing that is wrong with a table, or that its writer may not have meant. */
export const RouteFinding = z.object({
  code: RouteFindingCode,
  severity: z.enum(['error', 'warning']),
  /** Position in `rules`, from 0; absent when it is about `default_backend`. */
  rule: z.number().int().min(0).optional(),
  /** `by`: position of another rule · `name`, `value`, `message`: what it is about. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type RouteFinding = z.infer<typeof RouteFinding>;

/** A request to try the table with. */
export const RouteTry = z.object({
  /** `http://napcat.localhost:7860/webui/?x=1`, or a path alone. */
  url: z.string().min(1).max(4_000),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/)
    .default('GET'),
  headers: z
    .array(z.object({ name: HeaderName, value: HeaderValue }))
    .max(50)
    .default([]),
});
export type RouteTry = z.infer<typeof RouteTry>;

/** What a rule did with a tried request, in the order in which rules are asked. */
export const RouteStep = z.object({
  rule: z.number().int().min(0),
  id: z.string().optional(),
  outcome: z.enum(['taken', 'passed', 'disabled', 'later']),
  /** Which matcher did not hold: `path_equal`, `path_prefix`, `host`, `method`, `referer_substr`, `header X` … */
  because: z.string().optional(),
});
export type RouteStep = z.infer<typeof RouteStep>;

/** Which rule takes a request, and why not the others. */
export const RouteTrial = z.object({
  /** `admin`: BotPier's own pages, before every rule · `default`: no rule took it · `refused`: not let in at all. */
  by: z.enum(['rule', 'default', 'admin', 'refused']),
  rule: z.number().int().min(0).optional(),
  action: z.enum(['proxy', 'redirect']).optional(),
  /** The URL that the backend is asked, or that the client is sent to. */
  target: z.string().optional(),
  /** At most 200; the taken one is always in it. */
  steps: z.array(RouteStep),
});
export type RouteTrial = z.infer<typeof RouteTrial>;

/** The answer to saving: with an error among the findings nothing was saved. */
export const RoutesSaved = z.object({
  saved: z.boolean(),
  /** How long it took until the new table was live; absent while the gateway does not run. */
  liveMs: z.number().optional(),
  findings: z.array(RouteFinding),
});
export type RoutesSaved = z.infer<typeof RoutesSaved>;
