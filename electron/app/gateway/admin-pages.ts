import { createHash, timingSafeEqual } from 'node:crypto';
import adminPage from '../../../resources/gateway/admin.html?raw';
import adminCode from '../../../resources/gateway/admin.js?raw';
import pageStyle from '../../../resources/gateway/pages.css?raw';
import signInPage from '../../../resources/gateway/sign-in.html?raw';
import signInCode from '../../../resources/gateway/sign-in.js?raw';
import type { BotId } from '../../contract/ids';
import type { Clock } from '../../lib/clock';
import { DOOR_HEADER, SESSION_COOKIE } from '../../services/gateway/caddy-guards';
import { isBadRequest, json, readJson } from './admin-body';
import { answerFailure, answerPassword, answerRoutes, answerTry } from './admin-calls';
import type { GatewayCalls } from './gateway-calls';
import { createGuessLimit } from './guess-limit';
import { verifyPassword } from './password';

/** A bot whose gateway asks. */
export interface AdminBot {
  id: BotId;
  /** What its gateway alone knows. */
  door: string;
  /** What somebody who has signed in carries. */
  session: string;
  /** Its hash. */
  password(): Promise<string | undefined>;
}

export interface AdminOptions {
  bots(): readonly AdminBot[];
  calls: GatewayCalls;
  clock: Clock;
}

const PAGES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/admin/ui/': ['text/html', adminPage],
  '/admin/ui/admin.js': ['text/javascript', adminCode],
  '/admin/ui/pages.css': ['text/css', pageStyle],
  '/admin/login': ['text/html', signInPage],
  '/admin/ui/sign-in.js': ['text/javascript', signInCode],
};
const SESSION_SECONDS = 30 * 24 * 3_600;

/** Answers what gateways ask BotPier: their own pages, and the calls of `X-Admin-Password`. Anybody else gets 404. */
export function createAdminPages({
  bots,
  calls,
  clock,
}: AdminOptions): (request: Request) => Promise<Response> {
  const limits = new Map<BotId, ReturnType<typeof createGuessLimit>>();
  const limitOf = (bot: BotId) => {
    const limit = limits.get(bot) ?? createGuessLimit(clock);
    limits.set(bot, limit);
    return limit;
  };

  /** Undefined when the password is right. */
  async function refuse(bot: AdminBot, request: Request, password: string): Promise<Response | undefined> {
    const limit = limitOf(bot.id);
    const address = request.headers.get('x-forwarded-for') ?? '';
    const wait = limit.waitSeconds(address);
    if (wait !== undefined) {
      const body = { error: 'too many tries', retry_after: wait };
      return json(429, body, { 'Retry-After': String(wait) });
    }
    const hash = await bot.password();
    if (password !== '' && hash !== undefined && (await verifyPassword(password, hash))) {
      limit.succeeded(address);
      return undefined;
    }
    if (password !== '') limit.failed(address);
    return json(403, { error: 'forbidden' });
  }

  async function signIn(bot: AdminBot, request: Request): Promise<Response> {
    const body = await readJson(request, 10_000);
    if (isBadRequest(body)) return body;
    const password = typeof body === 'object' && body && 'password' in body ? String(body.password) : '';
    const refusal = await refuse(bot, request, password);
    if (refusal) return refusal;
    const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
    const cookie = `${SESSION_COOKIE}=${bot.session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_SECONDS}${secure}`;
    return json(200, { ok: true }, { 'Set-Cookie': cookie });
  }

  return async (request) => {
    const bot = findBot(bots(), request.headers.get(DOOR_HEADER) ?? '');
    if (!bot) return json(404, { error: 'not found' });
    const { pathname: path } = new URL(request.url);
    const { method } = request;
    if (path === '/admin/login' && method === 'POST') return signIn(bot, request);
    const page = PAGES[path];
    if (page) return method === 'GET' || method === 'HEAD' ? answerPage(page) : notAllowed('GET, HEAD');
    if (path === '/admin' || path === '/admin/' || path === '/admin/ui')
      return new Response(null, {
        status: 307,
        headers: { Location: '/admin/ui/', 'Cache-Control': 'no-store' },
      });
    const call = CALLS[path];
    if (!call) return json(404, { error: 'not found' });
    if (!call.methods.includes(method)) return notAllowed(call.methods.join(', '));
    const refusal = await refuse(bot, request, request.headers.get('x-admin-password') ?? '');
    return refusal ?? call.answer(calls, bot.id, request).catch(answerFailure);
  };
}

const CALLS: Readonly<
  Record<
    string,
    {
      methods: readonly string[];
      answer(calls: GatewayCalls, bot: BotId, request: Request): Promise<Response>;
    }
  >
> = {
  '/admin/routes.json': { methods: ['GET', 'POST'], answer: answerRoutes },
  '/admin/password': { methods: ['POST'], answer: answerPassword },
  '/admin/try': { methods: ['POST'], answer: answerTry },
};

function answerPage([type, text]: readonly [string, string]): Response {
  return new Response(text, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  });
}

function notAllowed(allow: string): Response {
  return json(405, { error: 'method not allowed' }, { Allow: allow });
}

function findBot(bots: readonly AdminBot[], door: string): AdminBot | undefined {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = digest(door);
  return bots.find((bot) => bot.door !== '' && timingSafeEqual(digest(bot.door), given));
}
