import { EngineError, type EngineErrorKind } from '../engine';

/**
 * First match wins, so the particular stands before the general. The texts are those of Docker 20.10 to 28.5, with
 * the classic and the containerd image store, and of Podman 4; status codes differ between them and are asked last.
 */
const BY_MESSAGE: readonly (readonly [RegExp, EngineErrorKind])[] = [
  [/client version \S+ is too (new|old)/i, 'apiVersion'],
  [/no space left on device|disk quota exceeded/i, 'diskFull'],
  [/address already in use|port is already allocated|ports are not available/i, 'portInUse'],
  [/is already in use by container|name is already in use|name .* already exists/i, 'nameConflict'],
  [/toomanyrequests|429 Too Many Requests|rate limit/i, 'rateLimited'],
  [
    /no basic auth credentials|incorrect username or password|401 Unauthorized|authentication required/i,
    'auth',
  ],
  [
    /pull access denied|403 Forbidden|HTTP 403|requested access to the resource is denied|\bdenied\b(?!.*socket)/i,
    'denied',
  ],
  [/x509:|tls: |certificate|server gave HTTP response to HTTPS client/i, 'tls'],
  [/no such host|temporary failure in name resolution|server misbehaving/i, 'dns'],
  [
    /no matching manifest|does not match the specified platform|does not provide the specified platform|no match for platform/i,
    'platform',
  ],
  [
    /filesystem layer verification failed|unexpected commit digest|Digest did not match|invalid checksum/i,
    'corrupt',
  ],
  [
    /manifest unknown|name unknown|repository .* not found|name not known to registry|manifest for .* not found|failed to resolve reference .*: not found|unknown tag/i,
    'tagMissing',
  ],
  [/no such image|image not known|reference does not exist/i, 'imageMissing'],
  [
    /received unexpected HTTP status|50[0-9] (Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time)|status code from registry 5|unknown blob|error parsing HTTP \d+ response|could not fetch content descriptor|error from registry/i,
    'registryError',
  ],
  [
    /connection refused|connection reset|i\/o timeout|TLS handshake timeout|network is unreachable|no route to host|unexpected EOF|\bEOF$|context deadline exceeded|Client\.Timeout|proxyconnect/i,
    'network',
  ],
  [
    /freezer|unable to freeze|cannot pause Windows|pause.*not supported|pause.*rootless containers with cgroup/i,
    'noFreezer',
  ],
  [/archive\/tar: (invalid|missing|write too long)/i, 'badRequest'],
  [
    /is not running|is paused, unpause|container stopped\/paused|can only (kill|exec).*running|container state improper/i,
    'notRunning',
  ],
  [
    /executable file not found|exec: ".*": (stat|permission denied)|exec format error|: no such file or directory: unknown|OCI runtime create failed.*exec:/i,
    'badCommand',
  ],
  [
    /has active endpoints|volume is in use|conflict: unable to (remove|delete)|cannot remove a running container|container is running|image is being used|stop the container before/i,
    'inUse',
  ],
  [
    /removal of container .* is already in progress|dead or marked for removal|no such (container|network|volume)|network .* not found|get .*: no such volume/i,
    'notFound',
  ],
];

const BY_STATUS: Readonly<Record<number, EngineErrorKind>> = {
  400: 'badRequest',
  401: 'auth',
  403: 'denied',
  404: 'notFound',
  409: 'inUse',
  429: 'rateLimited',
};

const BY_CODE: Readonly<Record<string, EngineErrorKind>> = {
  ENOENT: 'engineGone',
  ECONNREFUSED: 'engineGone',
  ECONNRESET: 'engineGone',
  EPIPE: 'engineGone',
  ECONNABORTED: 'engineGone',
  ENOTCONN: 'engineGone',
  EHOSTUNREACH: 'engineGone',
  ENETUNREACH: 'engineGone',
  ETIMEDOUT: 'engineGone',
  ENOTFOUND: 'engineGone',
  ERR_STREAM_PREMATURE_CLOSE: 'engineGone',
  HPE_INVALID_CONSTANT: 'engineGone',
  EACCES: 'permission',
  EPERM: 'permission',
  ABORT_ERR: 'cancelled',
};

/** What an engine's own text and status code mean. */
export function kindOfAnswer(message: string, statusCode?: number): EngineErrorKind {
  for (const [pattern, kind] of BY_MESSAGE) if (pattern.test(message)) return kind;
  return (statusCode === undefined ? undefined : BY_STATUS[statusCode]) ?? 'unknown';
}

/** Any failure of the transport as an EngineError; one that is already is passed through. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (!(error instanceof Error)) return new EngineError('unknown', String(error));
  const { statusCode, json, code } = error as Error & {
    statusCode?: unknown;
    json?: unknown;
    code?: unknown;
  };
  if (typeof statusCode === 'number') {
    const text = answerText(json) ?? error.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
    return new EngineError(kindOfAnswer(text, statusCode), text, statusCode, { cause: error });
  }
  if (error.name === 'AbortError')
    return new EngineError('cancelled', 'cancelled', undefined, { cause: error });
  const kind = typeof code === 'string' ? BY_CODE[code] : undefined;
  return new EngineError(kind ?? 'unknown', error.message, undefined, { cause: error });
}

/** Whether nobody can be reached at the moment, which may pass. */
export function isAway(error: unknown): boolean {
  return error instanceof EngineError && (error.kind === 'engineGone' || error.kind === 'deadline');
}

/** Undefined instead of a rejection when what was asked for does not exist. */
export async function absentIsFine<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const isAbsent =
      error instanceof EngineError && (error.kind === 'notFound' || error.kind === 'imageMissing');
    if (isAbsent) return undefined;
    throw error;
  }
}

function answerText(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('message' in json)) return undefined;
  return typeof json.message === 'string' ? json.message.trim() : undefined;
}
