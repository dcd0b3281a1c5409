import { z } from 'zod';
import type { StatsReading } from '../engine';

const Frame = z.object({
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number().default(0) }) }),
  memory_stats: z
    .object({ usage: z.number().optional(), stats: z.record(z.string(), z.number()).nullish() })
    .nullish(),
  blkio_stats: z
    .object({
      io_service_bytes_recursive: z.array(z.object({ op: z.string(), value: z.number() })).nullish(),
    })
    .nullish(),
  networks: z.record(z.string(), z.object({ rx_bytes: z.number(), tx_bytes: z.number() })).nullish(),
});
export type StatsFrame = z.infer<typeof Frame>;

/** One frame of the engine's stream; undefined when it is of another shape or of a container that has ended. */
export function parseStatsFrame(value: unknown): StatsFrame | undefined {
  const frame = Frame.safeParse(value).data;
  const isAlive = frame && Date.parse(frame.read) > 0 && frame.memory_stats?.usage !== undefined;
  return isAlive ? frame : undefined;
}

/** A reading from two frames in a row. Pure. */
export function toStatsReading(before: StatsFrame, now: StatsFrame): StatsReading {
  const elapsedNanos = (Date.parse(now.read) - Date.parse(before.read)) * 1e6;
  const busyNanos = now.cpu_stats.cpu_usage.total_usage - before.cpu_stats.cpu_usage.total_usage;
  const networks = Object.values(now.networks ?? {});
  const { usage = 0, stats } = now.memory_stats ?? {};
  // Cached file pages can be had back at any time; cgroup v2 and v1 name them differently.
  const { inactive_file: cacheV2, total_inactive_file: cacheV1 = 0 } = stats ?? {};
  const cache = cacheV2 ?? cacheV1;
  return {
    at: Date.parse(now.read),
    cpus: elapsedNanos > 0 ? Math.max(0, busyNanos / elapsedNanos) : 0,
    cpuMs: now.cpu_stats.cpu_usage.total_usage / 1e6,
    memoryBytes: Math.max(0, usage - cache),
    rxBytes: networks.reduce((total, network) => total + network.rx_bytes, 0),
    txBytes: networks.reduce((total, network) => total + network.tx_bytes, 0),
    readBytes: diskBytes(now, 'read'),
    writtenBytes: diskBytes(now, 'write'),
  };
}

/** Over all disks; cgroup v1 writes the names with a capital. */
function diskBytes({ blkio_stats }: StatsFrame, op: 'read' | 'write'): number {
  return (blkio_stats?.io_service_bytes_recursive ?? [])
    .filter((entry) => entry.op.toLowerCase() === op)
    .reduce((total, { value }) => total + value, 0);
}
