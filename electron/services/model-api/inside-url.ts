const LOOPBACK =
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;

/** Whether a URL's host name (as `URL.hostname` has it) means this computer. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * The same base URL as a container sees it: this computer is `host.docker.internal` from inside.
 * Any other URL is answered unchanged.
 */
export function urlInsideContainer(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (!url || !isLoopback(url.hostname)) return baseUrl;
  url.hostname = 'host.docker.internal';
  return url.href.replace(/\/$/, baseUrl.endsWith('/') ? '/' : '');
}
