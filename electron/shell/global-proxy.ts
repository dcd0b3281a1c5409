import { setGlobalProxyFromEnv } from 'node:http';
import type { Readable } from '../lib/value';

/** Never by way of a proxy: the services on this computer, and the engine's own names for it. */
const DIRECT = 'localhost,127.0.0.1,::1,host.docker.internal';

/**
 * Sends this process's own requests to the outside through the proxy in use, from now on and after each
 * change. Answers the end of it.
 */
export function followProxy(proxyInUse: Readable<string>): () => void {
  let current = '';
  let restore = () => {};
  const apply = () => {
    const proxy = proxyInUse.get();
    if (proxy === current) return;
    current = proxy;
    restore();
    restore =
      proxy === ''
        ? () => {}
        : setGlobalProxyFromEnv({ http_proxy: proxy, https_proxy: proxy, no_proxy: DIRECT });
  };
  apply();
  const unsubscribe = proxyInUse.subscribe(apply);
  return () => {
    unsubscribe();
    restore();
  };
}
