import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { judgeAccess } from './access';
import { GIT_ENV, httpBackend } from './bare-git';
import type { RequestKind } from './counters';
import { createHostServer, type Exchange, type HostServer, type Tls, type World } from './host-server';
import { wordReport } from './report-status';
import type { StoredRepository } from './store';

const PATH = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/;

/** github.com as git sees it: git's own `http-backend` behind GitHub's rules for tokens, names and branches. */
export function createGitServer(world: World, tls?: Tls): HostServer {
  return createHostServer('git', world, kindOf, answerGit, tls);
}

function kindOf(_method: string, { pathname }: URL): RequestKind {
  if (pathname.endsWith('/git-upload-pack')) return 'gitFetch';
  return pathname.endsWith('/git-receive-pack') ? 'gitPush' : 'gitAdvertise';
}

async function answerGit(exchange: Exchange): Promise<void> {
  const { world, url, caller, request } = exchange;
  const [, owner = '', name = '', service = ''] = PATH.exec(url.pathname) ?? [];
  if (service === '') return refuse(exchange, 404, 'Not Found');
  if (caller.kind === 'refused') {
    const words = 'Invalid username or token. Password authentication is not supported for Git operations.';
    return refuse(exchange, 401, words);
  }
  const isPush = service === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  const repository = world.store.findRepository(owner, name);
  if (!repository) {
    const moved = world.store.findFormerRepository(owner, name);
    if (!moved)
      return caller.kind === 'nobody'
        ? refuse(exchange, 401, '')
        : refuse(exchange, 404, 'Repository not found.');
    request.resume();
    const place = `${world.urls.git}/${moved.owner}/${moved.name}.git${service}${url.search}`;
    exchange.head(301, { location: place }).end();
    return;
  }
  const verdict = judgeAccess(caller, repository, {
    permission: 'contents',
    level: isPush ? 'write' : 'read',
  });
  if (verdict === 'granted') return runBackend(exchange, repository, service);
  if (caller.kind === 'nobody') return refuse(exchange, 401, '');
  const full = `${repository.owner}/${repository.name}`;
  switch (verdict) {
    case 'invisible':
      return refuse(exchange, 404, 'Repository not found.');
    case 'ssoMissing':
      return refuse(
        exchange,
        403,
        `The '${repository.owner}' organization has enabled or enforced SAML SSO.\nTo access this repository, you must use the HTTPS remote with a personal access token that is authorized for it.`,
      );
    case 'archived':
      return refuse(exchange, 403, 'This repository was archived so it is read-only.');
    case 'tokenTooNarrow':
      if (caller.token.kind === 'fineGrained')
        return refuse(exchange, 403, 'Write access to repository not granted.');
      return refuse(exchange, 403, `Permission to ${full}.git denied to ${caller.token.owner}.`);
    case 'accountMayNot':
      return refuse(exchange, 403, `Permission to ${full}.git denied to ${caller.token.owner}.`);
  }
}

function refuse(exchange: Exchange, status: number, words: string): void {
  exchange.request.resume();
  exchange
    .head(status, {
      'content-type': 'text/plain; charset=UTF-8',
      ...(status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}),
    })
    .end(words);
}

async function runBackend(exchange: Exchange, repository: StoredRepository, service: string): Promise<void> {
  const { world, request, response } = exchange;
  const { faults, store } = world;
  // Git asks with an empty push first, whether a large one would be let in.
  const isPushing = service === '/git-receive-pack' && request.headers['content-length'] !== '4';
  const cut = isPushing ? faults.peek('pushCut') : undefined;
  const dropsBefore = isPushing && faults.take('pushDroppedBefore');
  if (dropsBefore) {
    for await (const _ of request);
    return breakOff(exchange);
  }
  const dropsAfter = isPushing && faults.take('pushDroppedAfter');
  const backend = spawn(await httpBackend(), { env: backendEnv(exchange, repository, service) });
  const closed = once(backend, 'close');
  backend.stderr.resume();
  backend.stdin.on('error', () => {});
  // Git's own loop would read the end of a body that broke off for ever.
  const endUnlessComplete = () => request.complete || backend.kill('SIGTERM');
  if (request.destroyed) endUnlessComplete();
  request.once('close', endUnlessComplete);
  if (cut) {
    cutAfter(request, cut.afterBytes, () => {
      faults.take('pushCut');
      breakOff(exchange);
      backend.kill('SIGTERM');
    });
  }
  request.pipe(backend.stdin);

  const { status, headers, rest } = await readCgiHead(backend.stdout);
  if (!isPushing) {
    const fetchCut = service === '/git-upload-pack' ? faults.peek('fetchCut') : undefined;
    if (response.destroyed) return;
    exchange.head(status, headers);
    response.write(rest);
    if (fetchCut) {
      cutAfter(backend.stdout, fetchCut.afterBytes, () => {
        faults.take('fetchCut');
        exchange.drop();
      });
    }
    backend.stdout.pipe(response);
    await closed;
    return;
  }
  const answer = wordReport(Buffer.concat([rest, await buffer(backend.stdout)]));
  await closed;
  repository.pushedAt = world.clock.now();
  store.save();
  if (dropsAfter || response.destroyed) return breakOff(exchange);
  exchange.head(status, { ...headers, 'content-length': answer.length }).end(answer);
}

function backendEnv(
  { world, request, method, url, caller }: Exchange,
  repository: StoredRepository,
  service: string,
) {
  const login = caller.kind === 'account' ? caller.token.owner : undefined;
  const mayWorkflow =
    judgeAccess(caller, repository, { permission: 'workflows', level: 'write' }) === 'granted';
  const { headers } = request;
  return {
    ...GIT_ENV,
    GIT_PROJECT_ROOT: dirname(dirname(world.store.repositoryDir(repository))),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${repository.owner}/${repository.name}.git${service}`,
    REQUEST_METHOD: method,
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: headers['content-type'] ?? '',
    REMOTE_ADDR: request.socket.remoteAddress ?? '',
    ...(headers['content-length'] ? { CONTENT_LENGTH: headers['content-length'] } : {}),
    ...(headers['content-encoding'] ? { HTTP_CONTENT_ENCODING: headers['content-encoding'] } : {}),
    ...(headers['git-protocol'] ? { GIT_PROTOCOL: String(headers['git-protocol']) } : {}),
    ...(login ? { REMOTE_USER: login } : {}),
    HOST_PROTECTED: Object.entries(repository.protection)
      .map(([branch, level]) => `${branch} ${level}`)
      .join('\n'),
    HOST_SCAN: repository.pushProtection ? '1' : '0',
    HOST_MAY_WORKFLOW: mayWorkflow ? '1' : '0',
  };
}

/** Within the answer's head: where not a byte has come, git's HTTP client takes a new line and asks once more. */
function breakOff({ request, drop }: Exchange): void {
  if (request.socket.writable) request.socket.write('HTTP/1.1 200 OK\r\n', drop);
  else drop();
}

function cutAfter(stream: Readable, bytes: number, cut: () => void): void {
  let seen = 0;
  stream.on('data', (chunk: Buffer) => {
    const isFirst = seen <= bytes;
    seen += chunk.length;
    if (isFirst && seen > bytes) cut();
  });
}

/** The head of a CGI program's answer, and what of its body came along with it. */
async function readCgiHead(
  stream: Readable,
): Promise<{ status: number; headers: Record<string, string>; rest: Buffer }> {
  let seen = Buffer.alloc(0);
  for (;;) {
    const chunk: Buffer | null = stream.read();
    if (chunk) seen = Buffer.concat([seen, chunk]);
    const end = seen.indexOf('\r\n\r\n');
    if (end >= 0) {
      const lines = seen.toString('latin1', 0, end).split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [
          line.slice(0, line.indexOf(':')).toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
      );
      const status = Number.parseInt(headers['status'] ?? '200', 10);
      delete headers['status'];
      return { status, headers, rest: seen.subarray(end + 4) };
    }
    if (chunk) continue;
    if (stream.readableEnded) throw new Error('git http-backend ended without an answer');
    await Promise.race([once(stream, 'readable'), once(stream, 'end')]);
  }
}
