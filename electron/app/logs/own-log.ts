import type { LogEntry } from '../../contract/view';
import type { Clock } from '../../lib/clock';
import type { Redactor } from '../../lib/redact';

/** BotPier's own log: redacted before it is kept or passed on. */
export interface OwnLog {
  write(text: string): void;
  /** The newest entries, oldest first. */
  tail(count: number): LogEntry[];
  onEntry(listener: (entry: LogEntry) => void): () => void;
}

const KEPT = 2_000;

export function createOwnLog(options: {
  clock: Clock;
  redactor: Redactor;
  sink: (line: string) => void;
}): OwnLog {
  const entries: LogEntry[] = [];
  const listeners = new Set<(entry: LogEntry) => void>();
  return {
    write(text) {
      const entry: LogEntry = {
        at: options.clock.now(),
        source: 'botpier',
        stream: 'stdout',
        level: 'info',
        text: options.redactor.redact(text),
      };
      entries.push(entry);
      if (entries.length > KEPT) entries.splice(0, entries.length - KEPT);
      options.sink(`${new Date(entry.at).toISOString()} ${entry.text}`);
      for (const listener of [...listeners]) listener(entry);
    },
    tail: (count) => (count === 0 ? [] : entries.slice(-count)),
    onEntry(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
