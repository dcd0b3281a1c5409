import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { judgeAccess, type Need, type Verdict } from './access';
import type { RequestKind } from './counters';
import { createHostServer, type Exchange, type HostServer, type Tls, type World } from './host-server';
import { createRateLimits, type RateLimits } from './rate-limit';
import { REF_ROUTES } from './ref-routes';
import { RELEASE_ROUTES } from './release-routes';
import { REPOSITORY_ROUTES } from './repository-routes';
import { notFound, type RestAnswer, type RestCall, RestError, type Route } from './rest-call';
import type { StoredRepository, StoredToken } from './store';
import { USER_ROUTES } from './user-routes';

const ROUTES: readonly Route[] = [...USER_ROUTES, ...REPOSITORY_ROUTES, ...REF_ROUTES, ...RELEASE_ROUTES];

/** api.github.com. */
export function createRestServer(world: World, tls?: Tls): HostServer {
  const limits = createRateLimits(world);
  const kindOf = (method: string): RequestKind => (method === 'GET' ? 'apiRead' : 'apiWrite');
  return createHostServer('api', world, kindOf, (exchange) => answerRest(exchange, limits), tls);
}

async function answerRest(exchange: Exchange, limits: RateLimits): Promise<void> {
  const { request, method, world, caller } = exchange;
  const token = caller.kind === 'account' ? caller.token : undefined;
  let answer: RestAnswer;
  try {
    const sent = await text(request);
    admit(exchange);
    const isFree = exchange.url.pathname === '/rate_limit';
    if (!isFree) limits.check(token);
    answer = isFree
      ? { status: 200, body: rateLimitShape(limits, token) }
      : await route(exchange, token, sent);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    ({ answer } = error);
  }
  const body = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  const etag = method === 'GET' && answer.status === 200 && body !== undefined ? etagOf(body) : undefined;
  const isUnchanged = etag !== undefined && request.headers['if-none-match'] === etag;
  if (isUnchanged) exchange.kind = 'apiUnchanged';
  else limits.count(token);
  exchange
    .head(isUnchanged ? 304 : answer.status, {
      ...(body === undefined || isUnchanged ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(etag ? { etag, 'cache-control': 'private, max-age=60, s-maxage=60' } : {}),
      ...tokenHeaders(token),
      ...limits.headers(token),
      'x-github-media-type': 'github.v3; format=json',
      'x-github-request-id': createHash('sha256')
        .update(String(world.clock.now()))
        .digest('hex')
        .slice(0, 16),
      ...answer.headers,
    })
    .end(isUnchanged ? undefined : body);
}

/** What is refused before anybody looks at the path. @throws RestError */
export function admit({ request, world, caller }: Exchange): void {
  if (request.headers['user-agent'] === undefined) {
    throw new RestError(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    );
  }
  if (world.faults.take('loginLocked')) {
    throw new RestError(403, 'Maximum number of login attempts exceeded. Please try again later.');
  }
  if (caller.kind === 'refused') throw new RestError(401, 'Bad credentials');
}

async function route(exchange: Exchange, token: StoredToken | undefined, sent: string): Promise<RestAnswer> {
  const { world, url, method, caller, request } = exchange;
  const path = resolveById(world, url.pathname);
  for (const candidate of ROUTES) {
    const params = candidate.method === method ? match(candidate.path, path) : undefined;
    if (!params) continue;
    const call: RestCall = {
      world,
      token,
      params,
      url,
      accept: request.headers.accept ?? '',
      body: parseJson(sent),
    };
    if (candidate.need === 'nothing') return candidate.answer(call);
    if (candidate.need === 'account') {
      if (!token) throw new RestError(401, 'Requires authentication');
      return candidate.answer(call);
    }
    const repository = findRepository(world, params, method, path + url.search);
    refuseUnlessGranted(judgeAccess(caller, repository, candidate.need), candidate.need, repository, token);
    return candidate.answer({ ...call, repository, viewer: token?.owner });
  }
  throw notFound();
}

/** @throws RestError 404, or 301 / 307 when the name has changed. */
export function findRepository(
  world: World,
  { owner = '', repo = '' }: Readonly<Record<string, string>>,
  method: string,
  pathAndQuery: string,
): StoredRepository {
  const found = world.store.findRepository(owner, repo);
  if (found) return found;
  const moved = world.store.findFormerRepository(owner, repo);
  if (!moved) throw notFound();
  const location = `${world.urls.api}/repositories/${moved.id}${pathAndQuery
    .split('/')
    .slice(4)
    .map((part) => `/${part}`)
    .join('')}`;
  const isReading = method === 'GET';
  throw new RestError(
    isReading ? 301 : 307,
    isReading ? 'Moved Permanently' : 'Temporary Redirect',
    { url: location },
    { location },
  );
}

/** Says no in GitHub's way. @throws RestError */
export function refuseUnlessGranted(
  verdict: Verdict,
  { permission, level }: Need,
  repository: StoredRepository,
  token: StoredToken | undefined,
): void {
  switch (verdict) {
    case 'granted':
      return;
    case 'invisible':
      throw notFound();
    case 'ssoMissing':
      throw new RestError(
        403,
        'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
        {},
        {
          'x-github-sso': `required; url=https://github.com/orgs/${repository.owner}/sso?authorization_request=AAAA`,
        },
      );
    case 'archived':
      throw new RestError(403, 'Repository was archived so is read-only.');
    case 'accountMayNot':
      if (!token) throw new RestError(401, 'Requires authentication');
      throw new RestError(
        403,
        permission === 'administration'
          ? 'Must have admin rights to Repository.'
          : 'Must have push access to repository.',
      );
    case 'tokenTooNarrow':
      if (token?.kind === 'classic') throw notFound();
      throw new RestError(
        403,
        'Resource not accessible by personal access token',
        {},
        {
          'x-accepted-github-permissions': `${permission}=${level}`,
        },
      );
  }
}

/** What GitHub tells of the token with each answer. */
export function tokenHeaders(token: StoredToken | undefined): OutgoingHttpHeaders {
  if (!token) return {};
  const ends = token.expiresAt;
  return {
    ...(token.kind === 'classic'
      ? { 'x-oauth-scopes': token.scopes.join(', '), 'x-accepted-oauth-scopes': 'repo' }
      : {}),
    ...(ends === undefined
      ? {}
      : {
          'github-authentication-token-expiration': `${new Date(ends).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
        }),
  };
}

function rateLimitShape(limits: RateLimits, token: StoredToken | undefined) {
  const core = limits.view(token);
  const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
  return { resources: { core, search }, rate: core };
}

/** `/repositories/<id>…` as `/repos/<owner>/<name>…`. */
function resolveById({ store }: World, path: string): string {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(.*)$/.exec(path) ?? [];
  const found = store.state.repositories.find((repository) => String(repository.id) === id);
  return found ? `/repos/${found.owner}/${found.name}${rest}` : path;
}

/** `:name` stands for one part, `*name` for all that is left. */
function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index];
    if (value === undefined || (value === '' && part !== '')) return undefined;
    if (part.startsWith('*')) {
      params[part.slice(1)] = decodeURIComponent(given.slice(index).join('/'));
      return params;
    }
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return wanted.length === given.length ? params : undefined;
}

function parseJson(sent: string): unknown {
  if (sent === '') return undefined;
  try {
    return JSON.parse(sent);
  } catch {
    throw new RestError(400, 'Problems parsing JSON');
  }
}

function etagOf(body: string): string {
  return `W/"${createHash('sha256').update(body).digest('hex')}"`;
}
