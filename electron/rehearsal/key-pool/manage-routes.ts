import { z } from 'zod';
import { generate } from './chat-routes';
import { messageOf, type Pool } from './pool';
import {
  HttpError,
  hasCookie,
  type PoolCall,
  type PoolRoute,
  readObject,
  sendJson,
  ValidationError,
} from './pool-call';
import { UpstreamRefusal } from './upstream';

const HI = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] };
const Selected = z.object({ keys: z.array(z.string()) });

const page =
  (title: string) =>
  async ({ response }: PoolCall) =>
    void response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!DOCTYPE html><title>${title}</title>`);

async function signIn({ pool, response, body }: PoolCall): Promise<void> {
  const token = new URLSearchParams(body).get('auth_token') ?? '';
  if (token === '' || token !== pool.settings.AUTH_TOKEN)
    return void response.writeHead(302, { location: '/' }).end();
  response
    .writeHead(302, {
      location: '/keys',
      'set-cookie': `auth_token=${token}; HttpOnly; Max-Age=3600; Path=/; SameSite=lax`,
    })
    .end();
}

async function listKeys({ pool, response }: PoolCall): Promise<void> {
  const data = pool.ring().split();
  const total = Object.keys(data.valid_keys).length + Object.keys(data.invalid_keys).length;
  sendJson(response, 200, { status: 'success', data, total });
}

async function changeConfig({ pool, response, body }: PoolCall): Promise<void> {
  const change = readObject(body);
  try {
    await pool.update(change);
    // The change is made by now.
    if (!Object.hasOwn(change, 'LOG_LEVEL')) throw new Error(`'LOG_LEVEL'`);
    pool.log.setLevel(change['LOG_LEVEL']);
  } catch (error) {
    pool.log('ERROR', 'config_routes.py:46', `Error updating config or log levels: ${messageOf(error)}`);
    throw new HttpError(400, messageOf(error));
  }
  sendJson(response, 200, pool.settings);
}

async function resetConfig({ pool, response }: PoolCall): Promise<void> {
  pool.reset();
  sendJson(response, 200, pool.settings);
}

async function listErrors({ pool, response, url }: PoolCall): Promise<void> {
  const limit = Number(url.searchParams.get('limit') ?? 10);
  const all = [...pool.database().errors].reverse();
  const logs = all.slice(0, limit).map(({ error_log: _, ...entry }) => entry);
  sendJson(response, 200, { logs, total: all.length });
}

async function showError({ pool, response, rest }: PoolCall): Promise<void> {
  const entry = pool.database().errors.find(({ id }) => `${id}/details` === rest);
  if (!entry) throw new HttpError(404, 'Error log not found');
  sendJson(response, 200, { ...entry, request_msg: null });
}

/** @throws whatever went wrong, counted as the key's failure */
async function verify(pool: Pool, key: string, adopt: boolean): Promise<void> {
  try {
    await generate(pool, key, pool.settings.TEST_MODEL, HI, 'gemini-chat-non-stream');
    pool.ring().reset(key);
  } catch (error) {
    // Without a status it stumbles before it counts, when many are tried.
    if (!adopt || error instanceof UpstreamRefusal) pool.ring().failCheck(key, adopt);
    throw error;
  }
}

async function verifyOne({ pool, response, rest }: PoolCall): Promise<void> {
  try {
    await verify(pool, decodeURIComponent(rest), false);
    sendJson(response, 200, { status: 'valid' });
  } catch (error) {
    if (!(error instanceof UpstreamRefusal)) throw new Error('tuple index out of range');
    sendJson(response, 200, { status: 'invalid', error: error.body });
  }
}

async function verifySelected({ pool, response, body }: PoolCall): Promise<void> {
  const asked = Selected.safeParse(readObject(body));
  if (!asked.success) throw new ValidationError(asked.error.message);
  const { keys } = asked.data;
  if (keys.length === 0)
    return sendJson(response, 400, { success: false, message: '没有提供需要验证的密钥' });
  const valid: string[] = [];
  const failed: Record<string, object> = {};
  await Promise.all(
    keys.map(async (key) => {
      try {
        await verify(pool, key, true);
        valid.push(key);
      } catch (error) {
        if (error instanceof UpstreamRefusal)
          failed[key] = { error_message: error.body, error_code: error.status };
      }
    }),
  );
  sendJson(response, 200, {
    success: true,
    message: `批量验证完成。成功: ${valid.length}, 失败: ${Object.keys(failed).length}。`,
    successful_keys: valid,
    failed_keys: failed,
    valid_count: valid.length,
    invalid_count: Object.keys(failed).length,
  });
}

/** What stands behind the cookie; whoever has none is sent to the front page before any of this. */
export const manageRoutes: readonly PoolRoute[] = [
  { method: 'GET', path: '/', as: 'anyone', handle: page('验证页面') },
  { method: 'POST', path: '/auth', as: 'anyone', handle: signIn },
  { method: 'GET', path: '/keys', as: 'anyone', handle: page('Gemini Balance') },
  { method: 'GET', path: '/config', as: 'anyone', handle: page('Gemini Balance') },
  { method: 'GET', path: '/logs', as: 'anyone', handle: page('Gemini Balance') },
  {
    method: 'GET',
    path: '/health',
    as: 'anyone',
    async handle({ response }) {
      sendJson(response, 200, { status: 'healthy' });
    },
  },
  { method: 'GET', path: '/v1/keys/list', as: 'admin', handle: listKeys },
  { method: 'GET', path: '/hf/v1/keys/list', as: 'admin', handle: listKeys },
  {
    method: 'GET',
    path: '/api/config',
    as: 'anyone',
    async handle({ pool, response }) {
      sendJson(response, 200, pool.settings);
    },
  },
  { method: 'PUT', path: '/api/config', as: 'anyone', handle: changeConfig },
  { method: 'POST', path: '/api/config/reset', as: 'anyone', handle: resetConfig },
  { method: 'GET', path: '/api/logs/errors', as: 'anyone', handle: listErrors },
  { method: 'GET', path: '/api/logs/errors/*', as: 'anyone', handle: showError },
  ...['/v1beta', '/gemini/v1beta'].flatMap((base): PoolRoute[] => [
    { method: 'POST', path: `${base}/verify-key/*`, as: 'anyone', handle: verifyOne },
    { method: 'POST', path: `${base}/verify-selected-keys`, as: 'anyone', handle: verifySelected },
    {
      method: 'POST',
      path: `${base}/reset-all-fail-counts`,
      as: 'anyone',
      async handle({ pool, response }) {
        pool.ring().resetAll();
        sendJson(response, 200, { success: true, message: '所有密钥的失败计数已重置' });
      },
    },
  ]),
];

/** Paths that need no cookie, by how they begin; all others do. */
const OPEN = /^\/(?:$|auth$|static|gemini|v1|health|hf|openai|api\/version\/check|vertex-express|upload)/;

/** Whether a request is sent away for want of the cookie. */
export function isSentAway({ request, url, pool }: Pick<PoolCall, 'request' | 'url' | 'pool'>): boolean {
  return !OPEN.test(url.pathname) && !hasCookie(request, pool.settings.AUTH_TOKEN);
}
