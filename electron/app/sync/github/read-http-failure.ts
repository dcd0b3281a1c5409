import type { Clock } from '../../../lib/clock';
import { SyncError } from '../sync-error';

export interface HttpAnswer {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, unknown>>;
  /** What the answer says of itself. */
  message: string;
}

/** Where GitHub says neither when nor after how long. */
const SECONDARY_WAIT_MS = 60_000;
/** After too many bad tokens. */
const LOCK_WAIT_MS = 15 * 60_000;

/** What an answer of GitHub's means that is no success; told apart by its headers wherever they tell. */
export function readHttpFailure({ status, headers, message }: HttpAnswer, clock: Clock): SyncError {
  const header = (name: string) => (headers[name] === undefined ? undefined : String(headers[name]));
  const options = { evidence: [`HTTP ${status}: ${message.slice(0, 200)}`] };
  if (status === 401) return new SyncError('syncTokenRefused', {}, options);
  if (status === 407) return new SyncError('syncProxy', {}, options);
  if (status === 403 || status === 429) {
    const sso = /url=([^;\s]+)/.exec(header('x-github-sso') ?? '')?.[1];
    if (sso !== undefined) return new SyncError('syncSso', { url: sso }, options);
    const until = limitEnd(header, message, status, clock);
    if (until !== undefined) return new SyncError('syncRateLimited', { until }, options);
    if (/archived/i.test(message)) return new SyncError('syncArchived', {}, options);
    return new SyncError('syncForbidden', { permission: permissionOf(header) }, options);
  }
  if (status === 404 || status === 410 || status === 451)
    return new SyncError('syncRepositoryMissing', {}, options);
  if (status >= 500) return new SyncError('syncOffline', { status }, options);
  return new SyncError('syncUnknown', { status }, options);
}

/** By our own clock, whatever that says: the waits are GitHub's. */
function limitEnd(
  header: (name: string) => string | undefined,
  message: string,
  status: number,
  clock: Clock,
): number | undefined {
  const now = clock.now();
  const retryAfter = Number(header('retry-after'));
  if (Number.isFinite(retryAfter)) return now + retryAfter * 1_000;
  if (header('x-ratelimit-remaining') === '0') {
    const reset = Number(header('x-ratelimit-reset')) * 1_000;
    const there = Date.parse(header('date') ?? '');
    if (Number.isFinite(reset)) return now + Math.max(0, reset - (Number.isFinite(there) ? there : now));
  }
  if (/login attempts/i.test(message)) return now + LOCK_WAIT_MS;
  return status === 429 || /rate limit|abuse/i.test(message) ? now + SECONDARY_WAIT_MS : undefined;
}

/** `contents=write; …` of a fine-grained token, or the scopes that a classic one would need. */
function permissionOf(header: (name: string) => string | undefined): string {
  const fine = header('x-accepted-github-permissions');
  if (fine) return fine.replaceAll('=', ': ').replaceAll(';', ', ').replace(/\s+/g, ' ');
  return header('x-accepted-oauth-scopes') || 'contents: write';
}

const OFFLINE =
  /^(?:ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_(?:CONNECT|SOCKET|HEADERS|BODY|RESPONSE|REQ_CONTENT)|HPE_|ERR_(?:TLS|SSL)|SELF_SIGNED|UNABLE_TO|DEPTH_ZERO|CERT_)/;

/** What it means that there was no answer. Passes on what is a `SyncError` already, and what the signal gave as its reason. */
export function readNetworkFailure(error: unknown, proxy: string, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof SyncError) return error;
  const causes = causesOf(error);
  const codes = causes.flatMap((each) =>
    'code' in each && typeof each.code === 'string' ? [each.code] : [],
  );
  const evidence = codes.length > 0 ? codes : causes.map(({ message }) => message.slice(0, 200)).slice(-1);
  const options = { cause: error, evidence };
  if (codes.some((code) => /^CERT_(?:NOT_YET_VALID|HAS_EXPIRED)$/.test(code)))
    return new SyncError('syncClockWrong', {}, options);
  if (codes.some((code) => code === 'ENOSPC' || code === 'EDQUOT'))
    return new SyncError('syncDiskFull', {}, options);
  if (proxy !== '' && causes.some((each) => isOfProxy(each, proxy)))
    return new SyncError('syncProxy', {}, options);
  if (
    codes.some((code) => OFFLINE.test(code)) ||
    causes.some(({ message }) => /terminated|other side closed/.test(message))
  )
    return new SyncError('syncOffline', {}, options);
  return error;
}

function isOfProxy(error: Error & { code?: unknown; port?: unknown }, proxy: string): boolean {
  if (/SOCKS|PROXY/i.test(`${error.name} ${String(error.code)}`) || /proxy/i.test(error.message)) return true;
  const { hostname, port } = new URL(proxy);
  return error.message.includes(`${hostname}:${port}`) || error.message.endsWith(` ${hostname}`);
}

function causesOf(error: unknown): (Error & { code?: unknown })[] {
  const found: Error[] = [];
  const queue = [error];
  while (queue.length > 0 && found.length < 20) {
    const next = queue.shift();
    if (!(next instanceof Error)) continue;
    found.push(next);
    queue.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return found;
}
