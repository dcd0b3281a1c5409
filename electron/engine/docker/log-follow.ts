import { type Clock, sleep } from '../../lib/clock';
import type { EngineEvent } from '../engine';
import type { Stamp, StampedLine } from './log-lines';
import { createResumeWindow } from './log-resume';

const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;

/** What following needs of the engine, for one container. */
export interface LogSource {
  /**
   * Lines at or after `since`, and with `follow` new ones until the container stops. May break at any time; an old
   * engine also ends it early where the log was rotated.
   */
  open(since: Stamp | undefined, follow: boolean): AsyncIterable<StampedLine>;
  /** The last so many lines, without waiting for more. */
  tail(count: number): AsyncIterable<StampedLine>;
  /** Its events, as `Engine.events` gives them. */
  events(): AsyncIterable<EngineEvent>;
  /** `away`: the engine does not answer now. */
  look(): Promise<'running' | 'still' | 'gone' | 'away'>;
  /** Whether an error of `open` will pass. */
  isPassing(error: unknown): boolean;
}

/**
 * All lines of a container over its restarts and the engine's, each once, until it is removed or `signal` aborts.
 * An engine's own log stream ends whenever the container stops: this opens it again at each start and leaves out
 * what was had already.
 */
export async function* followLogs(
  source: LogSource,
  options: { since?: Stamp | undefined; tail?: number | undefined },
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<StampedLine> {
  const seen = createResumeWindow();
  if (options.tail !== undefined) {
    // Even for no lines at all the last one is read: it marks where the new ones begin.
    for await (const line of source.tail(Math.max(1, options.tail))) {
      seen.add(line);
      if (options.tail > 0) yield line;
    }
  }
  for await (const event of source.events()) {
    const isOver = event.kind === 'container' && event.action === 'destroy';
    if (isOver) return;
    const mayHaveMore =
      event.kind === 'connected' || (event.kind === 'container' && event.action === 'start');
    if (!mayHaveMore) continue;
    let pauseMs = FIRST_PAUSE_MS;
    let follow = true;
    for (;;) {
      let news = 0;
      let isBroken = false;
      try {
        const isOld = seen.replay();
        for await (const line of source.open(seen.start() ?? options.since, follow)) {
          if (isOld(line)) continue;
          seen.add(line);
          news += 1;
          yield line;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!source.isPassing(error)) throw error;
        isBroken = true;
      }
      if (signal.aborted) return;
      const state = await source.look();
      if (state === 'gone') return;
      if (state === 'still' && !isBroken) {
        if (!follow) break;
        follow = false;
        continue;
      }
      follow = state !== 'still';
      pauseMs = news > 0 ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LAST_PAUSE_MS);
      await sleep(clock, pauseMs, signal).catch(() => undefined);
      if (signal.aborted) return;
    }
  }
}
