import { EngineError } from '../engine';

/** Where an engine listens. Paths of Windows pipes are sockets to Node, too. */
export type Endpoint =
  | { kind: 'socket'; path: string }
  | { kind: 'tcp'; host: string; port: number; tls: TlsMaterial | undefined };

/** PEM texts of a mutually authenticated connection. */
export interface TlsMaterial {
  ca: string;
  cert: string;
  key: string;
}

/**
 * Reads `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port`, `http(s)://…`, or a bare path as people type it.
 * Throws EngineError `badRequest` for anything else (`ssh://` among it).
 */
export function parseEndpoint(text: string, tls?: TlsMaterial): Endpoint {
  const trimmed = text.trim();
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(trimmed)?.[1];
  if (socket !== undefined) return { kind: 'socket', path: socket };
  if (/^([/~]|\\\\|[A-Za-z]:\\)/.test(trimmed)) return { kind: 'socket', path: trimmed };
  const url = URL.parse(trimmed.replace(/^tcp:/, 'http:'));
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) {
    const port = url.port === '' ? (tls ? 2376 : 2375) : Number(url.port);
    return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port, tls };
  }
  throw new EngineError('badRequest', `not an engine's address: ${trimmed}`);
}
