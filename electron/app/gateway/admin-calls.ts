import { z } from 'zod';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { MAX_TABLE_BYTES, RouteTable, RouteTry } from '../../contract/routes';
import { isBadRequest, json, readJson } from './admin-body';
import type { GatewayCalls } from './gateway-calls';

/** Pretty-printed, a table that is not too long may be. */
const BODY_BYTES = MAX_TABLE_BYTES + 64 * 1024;
const SMALL_BODY_BYTES = 64 * 1024;

/** `GET`: the table. `POST`: what is given of it takes the place of what was. */
export async function answerRoutes(calls: GatewayCalls, bot: BotId, request: Request): Promise<Response> {
  if (request.method === 'GET') return json(200, await calls.routes(bot));
  const body = await readJson(request, BODY_BYTES);
  if (isBadRequest(body)) return body;
  const given = z.looseObject({}).safeParse(body).data;
  if (!given) return json(400, { error: 'invalid json' });
  if ('rules' in given && !Array.isArray(given['rules'])) return json(400, { error: 'rules must be array' });
  const now = await calls.routes(bot);
  const keepsDefault = given['default_backend'] === undefined || given['default_backend'] === '';
  const table = RouteTable.safeParse({
    ...now,
    ...given,
    ...(keepsDefault ? { default_backend: now.default_backend } : {}),
  });
  if (!table.success) return json(400, { error: 'invalid routes', issues: table.error.issues.map(sayIssue) });
  const { saved, findings } = await calls.saveRoutes(bot, table.data);
  if (!saved) return json(400, { error: 'routes refused', findings });
  return json(200, findings.length > 0 ? { ok: true, findings } : { ok: true });
}

const NewPasswordBody = z.object({ new_password: z.string().min(1) });

export async function answerPassword(calls: GatewayCalls, bot: BotId, request: Request): Promise<Response> {
  const body = await readJson(request, SMALL_BODY_BYTES);
  if (isBadRequest(body)) return body;
  const given = NewPasswordBody.safeParse(body).data;
  if (!given) return json(400, { error: 'new_password required' });
  await calls.setPassword(bot, given.new_password);
  return json(200, { ok: true });
}

const TryBody = z.object({ request: RouteTry, routes: RouteTable.optional() });

/** Which rule takes a request, of the table in force or of one that is not saved yet. */
export async function answerTry(calls: GatewayCalls, bot: BotId, request: Request): Promise<Response> {
  const body = await readJson(request, BODY_BYTES);
  if (isBadRequest(body)) return body;
  const given = TryBody.safeParse(body);
  if (!given.success)
    return json(400, { error: 'invalid request', issues: given.error.issues.map(sayIssue) });
  return json(200, await calls.tryRoute(bot, given.data.request, given.data.routes));
}

const STATUS: Partial<Record<AppError['code'], number>> = {
  passwordWeak: 400,
  gatewayRefused: 400,
  diskFull: 507,
  engineUnavailable: 503,
};
const SAYS: Partial<Record<AppError['code'], string>> = {
  passwordWeak: 'password too weak: at least 12 characters, and not one that everybody tries first',
  gatewayRefused: 'the server does not take these rules; the old ones stay',
  diskFull: 'not saved: the disk is full',
};

/** What a call that threw is answered. */
export function answerFailure(error: unknown): Response {
  if (!(error instanceof AppError)) return json(500, { error: 'not saved' });
  const { code, params } = error;
  return json(STATUS[code] ?? 500, { error: SAYS[code] ?? 'not saved', code, ...params });
}

function sayIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? `${path.join('.')}: ${message}` : message;
}
