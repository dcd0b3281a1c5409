import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this computer can reach what listens on `host`. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** `::1` → `[::1]`, as it stands in a URL. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/**
 * Which values of the Host header are ours. Anything else is another site's name that was made to lead here
 * (DNS rebinding) and is turned away.
 */
export function createHostGuard(host: string, port: number, extra: readonly string[]) {
  const names = new Set(['127.0.0.1', 'localhost', '[::1]', inUrl(host)]);
  if (host === '0.0.0.0' || host === '::') {
    for (const address of Object.values(networkInterfaces()).flat()) {
      if (address) names.add(inUrl(address.address));
    }
  }
  const allowed = new Set([...names].map((name) => `${name.toLowerCase()}:${port}`));
  for (const name of extra) allowed.add(name.toLowerCase());
  return {
    allows: (hostHeader: string | undefined) =>
      hostHeader !== undefined && allowed.has(hostHeader.toLowerCase()),
    /** Whether the page that asks is our own; behind a TLS proxy its scheme is https. */
    isOwnOrigin: (origin: string | undefined, hostHeader: string | undefined) =>
      hostHeader !== undefined && (origin === `http://${hostHeader}` || origin === `https://${hostHeader}`),
  };
}
export type HostGuard = ReturnType<typeof createHostGuard>;
