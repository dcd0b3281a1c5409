import { z } from 'zod';
import type { Upstream } from '../roles';

export interface Backend {
  isSecure: boolean;
  /** A name or an address; IPv6 without brackets. */
  host: string;
  port: number;
  /** Put before the request's path; no slash at its end. */
  path: string;
  /** The service of the bot that this is, when it is one. */
  upstream: Upstream | undefined;
}

/** This computer, as a container calls it. */
export const COMPUTER = 'host.docker.internal';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|::1)$/;
const NAME = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i;

/**
 * Reads a backend's URL; undefined when it is none. On a computer of its own everybody lives at 127.0.0.1: there the
 * usual port of a service means that service, and any other port a program on this computer.
 */
export function readBackend(text: string, upstreams: readonly Upstream[]): Backend | undefined {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.username || url.password || url.search || url.hash || /[{}*]/.test(url.pathname)) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!NAME.test(host) && !z.ipv6().safeParse(host).success) return undefined;
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port) || (isSecure ? 443 : 80);
  const path = url.pathname.replace(/\/+$/, '');
  if (!LOOPBACK.test(host)) {
    return { isSecure, host, port, path, upstream: upstreams.find(({ name }) => name === host) };
  }
  const meant = findByPort(upstreams, port);
  return meant
    ? { isSecure, host: meant.upstream.name, port: meant.container, path, upstream: meant.upstream }
    : { isSecure, host: COMPUTER, port, path, upstream: undefined };
}

function findByPort(upstreams: readonly Upstream[], port: number) {
  const all = upstreams.flatMap((upstream) => upstream.ports.map((each) => ({ upstream, ...each })));
  return all.find(({ container }) => container === port) ?? all.find(({ host }) => host === port);
}

/** `http://astrbot:6185/sub` as it is dialled. */
export function backendUrl({ isSecure, host, port, path }: Backend): string {
  return `${isSecure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
}

/** `astrbot:6185`, `[::1]:80`. */
export function dialAddress({ host, port }: Backend): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
