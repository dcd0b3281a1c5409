import { EngineError, type EngineErrorKind } from '../engine';

/** What can be wrong with a registry. `afterBytes` are counted from the beginning of each pull. */
export type MirrorFault =
  /** Refuses at once, in the words Docker has for it. */
  | { kind: keyof typeof REFUSALS }
  /** Takes the question for the manifest and never answers. */
  | { kind: 'hangs' }
  | { kind: 'stalls'; afterBytes: number }
  /** Breaks off; with `retryInMs` the engine tries again by itself, once, and then succeeds. */
  | { kind: 'cuts'; afterBytes: number; retryInMs?: number }
  /** A layer's bytes are not what they should be. */
  | { kind: 'corrupts'; afterBytes: number }
  | { kind: 'slow'; bytesPerSecond: number }
  /** Gives another image under the same name. */
  | { kind: 'lies' }
  | { kind: 'wrongArchitecture'; architecture: string };

const REFUSALS = {
  tagMissing: ['tagMissing', 404, (name) => `manifest for ${name} not found: manifest unknown`],
  rateLimited: ['rateLimited', 429, () => 'toomanyrequests: You have reached your pull rate limit'],
  dns: ['dns', 500, (name) => `dial tcp: lookup ${name.split('/')[0]}: no such host`],
  refused: ['network', 500, (name) => `dial tcp ${name.split('/')[0]}: connect: connection refused`],
  tls: ['tls', 500, () => 'x509: certificate signed by unknown authority'],
  denied: ['denied', 403, (name) => `pull access denied for ${name}, repository does not exist`],
  auth: ['auth', 500, () => 'no basic auth credentials'],
  html: [
    'registryError',
    500,
    () => "error parsing HTTP 403 response body: invalid character '<' looking for beginning of value",
  ],
  serverError: ['registryError', 500, () => 'received unexpected HTTP status: 503 Service Unavailable'],
  diskFull: ['diskFull', 500, () => 'write /var/lib/docker/tmp/GetImageBlob: no space left on device'],
} satisfies Record<string, [kind: EngineErrorKind, statusCode: number, text: (reference: string) => string]>;

/** The error with which a pull of `reference` is refused; undefined for a fault that shows itself later. */
export function refusalOf(fault: MirrorFault | undefined, reference: string): EngineError | undefined {
  if (!fault || !isRefusal(fault.kind)) return undefined;
  const [kind, statusCode, text] = REFUSALS[fault.kind];
  return new EngineError(kind, text(reference), statusCode);
}

function isRefusal(kind: string): kind is keyof typeof REFUSALS {
  return kind in REFUSALS;
}
