import type { ModelProtocol } from '../../contract/model';
import { isLoopback } from './inside-url';

/** The version segment each protocol's base URL ends with. */
const VERSION: Record<ModelProtocol, string> = { openai: 'v1', gemini: 'v1beta', anthropic: 'v1' };

/** Endpoints that people paste along with the base URL. */
const ENDPOINT =
  /\/(?:chat(?:\/completions)?|completions|responses|messages|embeddings|models(?:\/[^/]*)?|api\/(?:chat|generate|tags))$/i;
const HAS_VERSION = /\/v\d+[a-z0-9]*$/i;

/**
 * The base URLs that a typed text may mean, likeliest first, without trailing slash; none when it is no web
 * address at all. `usual`: well-known base URLs; one on the typed host comes first when the text has no path.
 */
export function repairBaseUrl(
  typed: string,
  protocol: ModelProtocol,
  usual: readonly string[] = [],
): string[] {
  const found = schemesOf(typed).flatMap((text) => {
    const url = URL.parse(text);
    if (!url || !isHost(url.hostname)) return [];
    const known = usual.filter((base) => url.pathname === '/' && URL.parse(base)?.host === url.host);
    return [...known, ...pathsOf(url.pathname, VERSION[protocol]).map((path) => url.origin + path)];
  });
  return [...new Set(found)];
}

/** A key must not travel in clear text over the internet unless somebody typed `http:`, and then only as a last try. */
function schemesOf(typed: string): string[] {
  const text = typed
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}\s]/gu, '')
    .replace(/^["'`“”‘’<]+|["'`“”‘’>,;。]+$/g, '')
    .replace(/^(https?):?\/+/i, '$1://')
    .replace(/^\/+/, '');
  const scheme = /^(https?):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (!scheme && /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [];
  const rest = text.replace(/^https?:\/\//i, '');
  const home = atHome(URL.parse(`http://${rest}`));
  if (scheme === 'https' || (!scheme && !home)) return [`https://${rest}`];
  return home ? [`http://${rest}`, `https://${rest}`] : [`https://${rest}`, `http://${rest}`];
}

function atHome(url: URL | null): boolean {
  if (!url) return false;
  const host = url.hostname;
  return (
    isLoopback(host) ||
    !host.includes('.') ||
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.|\.(?:local|lan|internal)$/.test(host) ||
    /^\[f[cde]/.test(host)
  );
}

function isHost(hostname: string): boolean {
  return isLoopback(hostname) || /^\[.*\]$|^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/.test(hostname);
}

function pathsOf(pathname: string, version: string): string[] {
  let path = pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  const asTyped = path;
  while (ENDPOINT.test(path)) path = path.replace(ENDPOINT, '');
  if (HAS_VERSION.test(path)) return [path];

  const candidates = [`${path}/${version}`, path];
  const versionInside = /^.*\/v\d+[a-z0-9]*(?=\/)/i.exec(path)?.[0];
  if (versionInside) candidates.unshift(versionInside);
  if (path !== asTyped) candidates.push(asTyped);
  const parent = path.replace(/\/[^/]*$/, '');
  candidates.push(`${parent}/${version}`, `/${version}`);
  return candidates;
}
