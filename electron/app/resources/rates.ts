import type { ResourceReading } from '../../contract/resources';
import type { StatsReading } from '../../engine/engine';

/** A reading with rates since `before`, which is one of the same run of the container, or none. Pure. */
export function readingSince(before: StatsReading | undefined, now: StatsReading): ResourceReading {
  const seconds = before ? (now.at - before.at) / 1_000 : 0;
  // Counters that went back belong to another run.
  const isSameRun = before !== undefined && seconds > 0 && now.cpuMs >= before.cpuMs;
  const rate = (counter: 'rxBytes' | 'txBytes' | 'readBytes' | 'writtenBytes') =>
    isSameRun ? Math.max(0, (now[counter] - before[counter]) / seconds) : null;
  return {
    at: now.at,
    cpus: isSameRun ? (now.cpuMs - before.cpuMs) / 1_000 / seconds : now.cpus,
    memoryBytes: now.memoryBytes,
    rxPerSecond: rate('rxBytes'),
    txPerSecond: rate('txBytes'),
    readPerSecond: rate('readBytes'),
    writtenPerSecond: rate('writtenBytes'),
  };
}
