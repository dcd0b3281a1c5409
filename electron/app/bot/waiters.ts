import type { World } from '../../chain/world';

/** Promises that resolve when a look at the world shows what they wait for. */
export interface Waiters {
  until(condition: (world: World) => boolean, now: () => World, signal: AbortSignal): Promise<void>;
  /** Call on every look. */
  check(world: World): void;
  close(): void;
}

export function createWaiters(): Waiters {
  const waiting = new Set<(world: World) => void>();
  const closed = new AbortController();
  return {
    until(condition, now, signal) {
      const either = AbortSignal.any([signal, closed.signal]);
      return new Promise((resolve, reject) => {
        const settle = (end: () => void) => {
          waiting.delete(look);
          either.removeEventListener('abort', onAbort);
          end();
        };
        const onAbort = () => settle(() => reject(either.reason));
        const look = (world: World) => {
          try {
            if (condition(world)) settle(resolve);
          } catch (error) {
            settle(() => reject(error));
          }
        };
        if (either.aborted) return reject(either.reason);
        either.addEventListener('abort', onAbort, { once: true });
        waiting.add(look);
        look(now());
      });
    },
    check(world) {
      for (const look of [...waiting]) look(world);
    },
    close() {
      closed.abort(new Error('closed'));
    },
  };
}
