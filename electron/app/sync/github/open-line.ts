import { Agent, buildConnector, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';

const CONNECT_MS = 20_000;
/** An asset is answered once the whole of it was stored. */
const ANSWER_MS = 300_000;

/**
 * The way out for requests to GitHub: straight, or by the user's own proxy and nobody else's. Public accelerators are for
 * public downloads; a token must never pass through one.
 */
export function openLine(proxy: string): Dispatcher {
  const options = { headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS, keepAliveTimeout: 5_000 };
  if (proxy === '') return new Agent({ ...options, connect: { timeout: CONNECT_MS } });
  const url = new URL(proxy);
  const name = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  if (/^socks5h?:$/.test(url.protocol)) {
    const login = name === '' ? {} : { username: name, password };
    return new Socks5ProxyAgent(`socks5://${url.host}`, {
      ...options,
      ...login,
      connect: buildConnector({ timeout: CONNECT_MS }),
    });
  }
  const token = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  return new ProxyAgent({
    ...options,
    uri: `${url.protocol}//${url.host}`,
    ...(name === '' ? {} : { token }),
  });
}

/** The same proxy in git's words: names are looked up by the proxy. */
export function gitProxy(proxy: string): string {
  return proxy.replace(/^socks5:/, 'socks5h:').replace(/\/$/, '');
}
