import type { Clock } from '../../lib/clock';
import type { Reporter } from './cli-event';

/** One event per line, for programs. */
export function createJsonReporter(clock: Clock, write: (text: string) => void): Reporter {
  const begin = clock.now();
  return {
    report: (event) => write(`${JSON.stringify({ t: clock.now() - begin, ...event })}\n`),
  };
}
