import type { App } from '../app/api';
import type { Clock } from '../lib/clock';
import { createRpcConnection, type RpcConnection } from './rpc-connection';

/** Long enough to reload the page or to look at the real thing for a moment. */
const KEPT_MS = 60_000;

/** A rehearsal beside the real app. It exists only while somebody is at it. */
export interface RehearsalStage {
  /** Speaks to the rehearsal; the first socket has it booted. */
  readonly connection: RpcConnection;
  close(): Promise<void>;
}

export interface RehearsalStageOptions {
  boot(): Promise<App>;
  clock: Clock;
  onFailure: (cause: unknown) => void;
}

/** Boots a rehearsal for the first who connects, and lets go of it a minute after the last has gone. */
export function createRehearsalStage({ boot, clock, onFailure }: RehearsalStageOptions): RehearsalStage {
  let app: Promise<App> | undefined;
  let ended = Promise.resolve();
  let guests = 0;
  let cancelEnd = () => {};

  function raise(): Promise<App> {
    const raised = ended.then(boot);
    raised.catch((cause: unknown) => {
      onFailure(cause);
      // Whoever comes next has it tried anew.
      if (app === raised) app = undefined;
    });
    return raised;
  }

  function end(): void {
    const last = app;
    app = undefined;
    if (!last) return;
    const close = last.then((running) => running.close().catch(onFailure));
    // That it could not be raised was told already.
    ended = close.catch(() => {});
  }

  const connect = createRpcConnection(() => {
    app ??= raise();
    return app;
  }, onFailure);

  return {
    connection(socket, request) {
      guests += 1;
      cancelEnd();
      socket.once('close', () => {
        guests -= 1;
        if (guests === 0) cancelEnd = clock.after(KEPT_MS, end);
      });
      connect(socket, request);
    },
    close() {
      cancelEnd();
      end();
      return ended;
    },
  };
}
