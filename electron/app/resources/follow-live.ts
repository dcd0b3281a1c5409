import type { LiveReading } from '../../contract/resources';
import type { Engine, StatsReading } from '../../engine/engine';
import { type Clock, sleep } from '../../lib/clock';
import { readingSince } from './rates';
import type { Run } from './runs';

/** More than this waits for nobody: whoever reads too slowly misses some. */
const MOST_PENDING = 50;
/** A stream that ended although its container runs on is opened again after this. */
const AGAIN_MS = 3_000;

/**
 * Readings of all running services, one a second of each, until `signal` aborts; services that come later are followed
 * from then on. `onChange` tells when others may run.
 */
export async function* followLive(input: {
  runs: () => readonly Run[];
  engine: () => Engine | undefined;
  onChange: (listener: () => void) => () => void;
  clock: Clock;
  signal: AbortSignal;
}): AsyncGenerator<LiveReading> {
  const { signal, clock } = input;
  const pending: LiveReading[] = [];
  const following = new Map<string, AbortController>();
  const under = new Set<Promise<void>>();
  let wake = () => {};

  async function follow(engine: Engine, { service, container }: Run, stop: AbortController): Promise<void> {
    let before: StatsReading | undefined;
    try {
      for await (const reading of engine.containers.stats(container, stop.signal)) {
        pending.push({ service, ...readingSince(before, reading) });
        if (pending.length > MOST_PENDING) pending.shift();
        before = reading;
        wake();
      }
    } catch {
      // It ended, or the engine went away: the next look finds what runs then.
    }
    await sleep(clock, AGAIN_MS, stop.signal).catch(() => undefined);
    following.delete(container);
    if (!stop.signal.aborted) look();
  }

  function look(): void {
    const engine = input.engine();
    const runs = engine ? input.runs() : [];
    for (const [container, stop] of following) {
      if (!runs.some((run) => run.container === container)) stop.abort();
    }
    for (const run of runs) {
      if (!engine || following.has(run.container)) continue;
      const stop = new AbortController();
      following.set(run.container, stop);
      const done = follow(engine, run, stop).finally(() => under.delete(done));
      under.add(done);
    }
  }

  const unsubscribe = input.onChange(look);
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    look();
    while (!signal.aborted) {
      const reading = pending.shift();
      if (reading) yield reading;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
    for (const stop of following.values()) stop.abort();
    await Promise.allSettled(under);
  }
}
