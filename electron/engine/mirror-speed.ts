import { type Clock, withDeadline } from '../lib/clock';
import { DOCKER_HUB } from './image-reference';

export interface MirrorSpeed {
  mirror: string;
  /** Time to the first byte; undefined when the mirror is of no use. */
  latencyMs: number | undefined;
  /** Why it is of no use; empty otherwise. */
  message: string;
}

export interface MeasureOptions {
  fetch: typeof fetch;
  clock: Clock;
  signal?: AbortSignal | undefined;
  /** 5 s by default. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
/** Where Docker Hub's registry really is. */
const HUB_REGISTRY = 'registry-1.docker.io';

/** Asks every mirror at once for its `/v2/`, in the order given. Rejects only when `signal` aborts. */
export async function measureMirrors(
  mirrors: readonly string[],
  options: MeasureOptions,
): Promise<MirrorSpeed[]> {
  const speeds = await Promise.all(mirrors.map((mirror) => measure(mirror, options)));
  options.signal?.throwIfAborted();
  return speeds;
}

async function measure(mirror: string, options: MeasureOptions): Promise<MirrorSpeed> {
  let message = '';
  for (const url of registryUrls(mirror)) {
    const begun = options.clock.now();
    try {
      const refusal = await ask(url, options);
      if (refusal === undefined) return { mirror, latencyMs: options.clock.now() - begun, message: '' };
      message = refusal;
    } catch (cause) {
      message = reasonOf(cause);
    }
  }
  return { mirror, latencyMs: undefined, message };
}

/** Why it is no registry, or undefined when it is one: with or without a wish for a token. */
async function ask(url: string, { fetch, clock, signal, timeoutMs = TIMEOUT_MS }: MeasureOptions) {
  const response = await withDeadline(clock, timeoutMs, (signal) => fetch(url, { signal }), signal);
  void response.body?.cancel().catch(() => {});
  if (response.headers.get('content-type')?.includes('text/html')) return 'answers with a web page';
  return response.status === 200 || response.status === 401 ? undefined : `HTTP ${response.status}`;
}

/** Where a mirror's API may be. As Docker does: plain HTTP on loopback; with a port of its own, HTTP where HTTPS fails. */
export function registryUrls(mirror: string): string[] {
  const host = mirror.split('/')[0] ?? mirror;
  if (host === DOCKER_HUB) return [`https://${HUB_REGISTRY}/v2/`];
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(host);
  if (isLoopback) return [`http://${host}/v2/`];
  return host.includes(':') ? [`https://${host}/v2/`, `http://${host}/v2/`] : [`https://${host}/v2/`];
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  return inner instanceof Error ? inner.message || cause.message : cause.message;
}
