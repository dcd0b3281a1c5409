import type { Clock } from '../../lib/clock';
import type { LogLine, LogOptions } from '../engine';
import { type EngineGate, engineGone } from './engine-gate';

const KEPT_LINES = 20_000;
/** ms; the least step that keeps lines of one moment in order and apart. */
const TICK = 0.001;

/** A container's log over all its runs. */
export interface LogBook {
  append(text: string, stream: LogLine['stream']): void;
  read(options: LogOptions): AsyncGenerator<LogLine>;
  /** The container is gone: whoever follows comes to an end. */
  end(): void;
}

export function createLogBook(clock: Clock, gate: EngineGate): LogBook {
  let lines: LogLine[] = [];
  let dropped = 0;
  let lastAt = 0;
  let ended = false;
  const followers = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of followers) wake();
  };

  function firstOf({ tail, since }: LogOptions): number {
    const from = since === undefined ? 0 : lines.findIndex((line) => line.at >= since);
    const start = from < 0 ? lines.length : from;
    return dropped + (tail === undefined ? start : Math.max(start, lines.length - tail));
  }

  return {
    append(text, stream) {
      for (const line of text.replace(/\n$/, '').split('\n')) {
        lastAt = Math.max(clock.now(), lastAt + TICK);
        lines.push({ at: lastAt, stream, text: line });
      }
      if (lines.length > 2 * KEPT_LINES) {
        dropped += lines.length - KEPT_LINES;
        lines = lines.slice(-KEPT_LINES);
      }
      wakeAll();
    },
    async *read(options) {
      if (gate.away.get() && !options.follow) throw engineGone();
      let next = firstOf(options);
      const last = dropped + lines.length;
      let wake: () => void = () => {};
      const rouse = () => wake();
      followers.add(rouse);
      options.signal?.addEventListener('abort', rouse);
      const unsubscribe = gate.away.subscribe(rouse);
      try {
        while (!options.signal?.aborted) {
          const line = gate.away.get() ? undefined : lines[next - dropped];
          if (line && (options.follow || next < last)) {
            next = Math.max(next, dropped) + 1;
            yield line;
          } else if (!options.follow || (ended && !gate.away.get())) {
            return;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        unsubscribe();
        options.signal?.removeEventListener('abort', rouse);
        followers.delete(rouse);
      }
    },
    end() {
      ended = true;
      wakeAll();
    },
  };
}
