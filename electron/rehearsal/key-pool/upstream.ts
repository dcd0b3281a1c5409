import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { ProgramHost } from '../../lib/program-host';
import { locate } from '../brain/ask-model';
import type { PoolSettings } from './pool-settings';

/** The provider's refusal, as the real one throws it: status and body, and no more. */
export class UpstreamRefusal extends Error {
  override readonly name = 'UpstreamRefusal';
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`(${status}, ${JSON.stringify(body)})`);
    this.status = status;
    this.body = body;
  }
}

/** The provider was not reached. The real one stumbles over this a second time while it writes it down. */
export class UpstreamUnreachable extends Error {
  override readonly name = 'UpstreamUnreachable';
}

export interface UpstreamCall {
  path: string;
  method: 'GET' | 'POST';
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/**
 * One call to the provider, by the proxy that belongs to the key where there are any.
 * @throws UpstreamRefusal, UpstreamUnreachable
 */
export async function callUpstream(
  host: ProgramHost,
  settings: Pick<PoolSettings, 'BASE_URL' | 'PROXIES'>,
  key: string,
  { path, method, body, headers = {} }: UpstreamCall,
): Promise<string> {
  const url = `${settings.BASE_URL.replace(/\/$/, '')}${path}`;
  const proxy = settings.PROXIES[key.length % Math.max(1, settings.PROXIES.length)];
  const init = {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  let reply: { status: number; text: string };
  try {
    reply = proxy?.startsWith('http:')
      ? await viaProxy(await locate(host, proxy), url, init)
      : await direct(await locate(host, url), init);
  } catch (cause) {
    throw new UpstreamUnreachable('All connection attempts failed', { cause });
  }
  if (reply.status !== 200) throw new UpstreamRefusal(reply.status, reply.text);
  return reply.text;
}

interface Init {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

async function direct(url: URL, init: Init): Promise<{ status: number; text: string }> {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
}

/** What is not encrypted a proxy is asked for by its whole address. */
function viaProxy(proxy: URL, url: string, init: Init): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { method, headers } = init;
    const request = httpRequest(
      {
        host: proxy.hostname,
        port: proxy.port || 80,
        path: url,
        method,
        headers: { ...headers, host: new URL(url).host },
      },
      (response) => {
        readText(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
      },
    );
    request.once('error', reject);
    request.end(init.body);
  });
}
