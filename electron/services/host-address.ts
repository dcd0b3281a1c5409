/** The computer itself, as a container calls it. */
const HOST = 'host.docker.internal';

/** Makes that name known in a container, also on Linux. */
export const EXTRA_HOSTS = { [HOST]: 'host-gateway' } as const;

/** An address on this computer as a container must write it; any other as it is. */
export function reachHost(url: string): string {
  const parsed = new URL(url);
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname)) return url;
  parsed.hostname = HOST;
  return url.endsWith('/') ? parsed.href : parsed.href.replace(/\/$/, '');
}

/** Whether an URL says who signs in: it is a secret then. */
export function hasLogin(url: string): boolean {
  return Boolean(URL.parse(url)?.username);
}

/** Whether a URL, as a container writes it, stays on this computer or in its home network. */
export function isNearby(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === HOST ||
    // A name without a dot is that of a service beside it.
    !hostname.includes('.') ||
    /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(hostname)
  );
}
