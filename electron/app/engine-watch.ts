import type { EngineEvent, EngineHost, EngineProbe } from '../engine/engine';
import type { Clock } from '../lib/clock';
import { createValue, type Readable } from '../lib/value';

/** Keeps an eye on the container engine: where it is, whether it answers, and what happens in it. */
export interface EngineWatch {
  /** Undefined until the first look is over. */
  readonly probe: Readable<EngineProbe | undefined>;
  /** Looks now; calls at the same time share one look. */
  look(): Promise<void>;
  /** Events of our containers; `connected` means: take a full list. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}

/** While there is no engine, nothing tells us when one comes: we look again after this long. */
const ABSENT_LOOK_MS = 2_000;
/** Less than this between two looks is how long the answer took. */
const SKEW_STEP_MS = 5_000;

/** Two looks that found the same: nobody is told of the second. A clock that drifts is told of. */
function isSame(before: EngineProbe | undefined, found: EngineProbe): boolean {
  if (before?.kind === 'running' && found.kind === 'running') {
    return (
      before.engine === found.engine &&
      Math.abs(before.info.clockSkewMs - found.info.clockSkewMs) < SKEW_STEP_MS
    );
  }
  return JSON.stringify(before) === JSON.stringify(found);
}

export function createEngineWatch(options: {
  host: EngineHost;
  endpoint: () => string;
  clock: Clock;
  log: (text: string) => void;
}): EngineWatch {
  const { host, clock, log } = options;
  const probe = createValue<EngineProbe | undefined>(undefined);
  const listeners = new Set<(event: EngineEvent) => void>();
  const closed = new AbortController();
  let looking: Promise<void> | undefined;
  let watching: { engine: unknown; stop: AbortController; done: Promise<void> } | undefined;
  let cancelNext: (() => void) | undefined;

  const emit = (event: EngineEvent) => {
    for (const listener of [...listeners]) listener(event);
  };

  async function follow(
    found: Extract<EngineProbe, { kind: 'running' }>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for await (const event of found.engine.events(signal)) {
        emit(event);
        if (event.kind === 'disconnected') {
          log(`engine: disconnected, ${event.reason}`);
          void look();
        } else if (event.kind === 'connected' && probe.get()?.kind !== 'running') void look();
      }
    } catch (error) {
      if (!signal.aborted) log(`engine: events ended, ${String(error)}`);
    }
  }

  async function lookOnce(): Promise<void> {
    cancelNext?.();
    const found = await host.probe(options.endpoint(), closed.signal);
    if (closed.signal.aborted) return;
    const before = probe.get();
    if (before?.kind !== found.kind) log(`engine: ${found.kind}`);
    if (!isSame(before, found)) probe.set(found);
    if (found.kind === 'running') {
      if (watching?.engine !== found.engine) {
        watching?.stop.abort();
        const stop = new AbortController();
        watching = {
          engine: found.engine,
          stop,
          done: follow(found, AbortSignal.any([stop.signal, closed.signal])),
        };
      }
    } else cancelNext = clock.after(ABSENT_LOOK_MS, () => void look());
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  return {
    probe,
    look,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      cancelNext?.();
      closed.abort();
      await looking;
      cancelNext?.();
      await watching?.done;
      const found = probe.get();
      if (found?.kind === 'running') await found.engine.close();
    },
  };
}
