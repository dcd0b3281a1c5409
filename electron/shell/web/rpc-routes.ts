import type { App } from '../../app/api';
import type { Clock } from '../../lib/clock';
import type { RpcUpgrade } from './rpc-upgrade';

export interface RpcRoutesOptions {
  app: Promise<App>;
  rehearse(): Promise<App>;
  clock: Clock;
  onFailure: (cause: unknown) => void;
}

export interface RpcRoutes {
  /** What takes an upgrade to that path; undefined when no calls go there. */
  find(path: string): Promise<RpcUpgrade['accept'] | undefined>;
  /** Ends every connection, and the rehearsal. */
  close(): Promise<void>;
}

interface Opened extends RpcUpgrade {
  end?(): Promise<void>;
}

/** The paths that calls come in by, each with what stands behind it, loaded when it is first asked for. */
export function createRpcRoutes({ app, rehearse, clock, onFailure }: RpcRoutesOptions): RpcRoutes {
  const openers: Readonly<Record<string, () => Promise<Opened>>> = {
    async '/rpc'() {
      const { createRpcUpgrade } = await import('./rpc-upgrade');
      const { createRpcConnection } = await import('../rpc-connection');
      return createRpcUpgrade(createRpcConnection(() => app, onFailure));
    },
    async '/rehearsal/rpc'() {
      const { createRpcUpgrade } = await import('./rpc-upgrade');
      const { createRehearsalStage } = await import('../rehearsal-stage');
      const stage = createRehearsalStage({ boot: rehearse, clock, onFailure });
      return { ...createRpcUpgrade(stage.connection), end: stage.close };
    },
  };
  const opened = new Map<string, Promise<Opened>>();

  return {
    async find(path) {
      const open = Object.hasOwn(openers, path) ? openers[path] : undefined;
      if (!open) return undefined;
      const route = opened.get(path) ?? open();
      opened.set(path, route);
      return (await route).accept;
    },
    async close() {
      for (const route of await Promise.all(opened.values())) {
        route.close();
        await route.end?.();
      }
    },
  };
}
