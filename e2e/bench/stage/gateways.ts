import type { RouteTableInput } from '../../../electron/contract/routes';
import {
  startBareCaddy,
  startGateway,
  type TestBackend,
  type TestGateway,
} from '../../../electron/services/gateway/test-caddy';

export const BURST = 4_000;

/** A bare server that answers everything at once: what stands behind the proxies that are compared. */
export async function startFastBackend(): Promise<TestBackend & { stop(): Promise<void> }> {
  const { port, close } = await startBareCaddy(':PORT {\n\trespond "well"\n}\n');
  return {
    name: 'fast',
    port,
    asked: [],
    sockets: new Set(),
    close: async () => undefined,
    stop: close,
  };
}

/** The product's gateway in front of a backend, with so many rules before the one that takes `/webui/`. */
export function startOwnGateway(backend: TestBackend, rules: number): Promise<TestGateway> {
  const to = `http://127.0.0.1:${backend.port}`;
  const table: RouteTableInput = {
    default_backend: to,
    rules: Array.from({ length: rules }, (_, n) => ({
      match: { path_prefix: `/tenant-${n}/panel/` },
      backend: to,
    })),
  };
  return startGateway(table, { backends: [backend] });
}
