import type { Server } from 'node:http';
import type { Clock } from '../lib/clock';

/** Something that lives for a while and takes its timers and sockets with it when it ends. */
export interface Lifetime {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Like `Clock.after`, but never after the end. */
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
  /** `run` is called at the end, last added first; `end` waits for its promise. */
  onEnd(run: () => void | Promise<void>): void;
  /** Idempotent. */
  end(): Promise<void>;
}

/** Ends by itself when `parent` aborts. */
export function createLifetime(clock: Clock, parent: AbortSignal): Lifetime {
  const controller = new AbortController();
  const closers: (() => void | Promise<void>)[] = [];
  const timers = new Set<() => void>();
  let ending: Promise<void> | undefined;

  const after = (ms: number, run: () => void) => {
    if (controller.signal.aborted) return () => undefined;
    const cancel = clock.after(ms, () => {
      timers.delete(stop);
      run();
    });
    const stop = () => {
      timers.delete(stop);
      cancel();
    };
    timers.add(stop);
    return stop;
  };
  const end = () => {
    ending ??= (async () => {
      parent.removeEventListener('abort', onParent);
      controller.abort();
      for (const stop of [...timers]) stop();
      for (const close of closers.reverse()) await close();
    })();
    return ending;
  };
  const onParent = () => void end();
  if (parent.aborted) void end();
  else parent.addEventListener('abort', onParent, { once: true });

  return {
    clock,
    signal: controller.signal,
    after,
    every(ms, run) {
      let stop: () => void = () => undefined;
      const again = () => {
        stop = after(ms, () => {
          run();
          again();
        });
      };
      again();
      return () => stop();
    },
    onEnd(run) {
      closers.push(run);
    },
    end,
  };
}

/** Closes a server at once, open requests included. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
