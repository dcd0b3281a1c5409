import { z } from 'zod';
import { BotId, ServiceName } from './ids';
import { METRICS } from './metric';

/** Rates are bytes, and null until there are two readings to tell them from. */
const Rate = z.number().nullable();

/** What a service takes at one moment. */
export const ResourceReading = z.object({
  /** ms since 1970. */
  at: z.number(),
  /** 1 = one core busy. */
  cpus: z.number(),
  memoryBytes: z.number(),
  rxPerSecond: Rate,
  txPerSecond: Rate,
  readPerSecond: Rate,
  writtenPerSecond: Rate,
});
export type ResourceReading = z.infer<typeof ResourceReading>;

export const LiveReading = ResourceReading.extend({ service: ServiceName });
export type LiveReading = z.infer<typeof LiveReading>;

/** One reading a minute, as columns: `null` where the service did not run or nobody looked. */
export const ResourceHistory = z.object({
  /** Of the first minute, ms since 1970; the columns of all services begin there. */
  from: z.number(),
  stepMs: z.number(),
  services: z.array(
    z.object({ service: ServiceName, columns: z.record(z.enum(METRICS), z.array(z.number().nullable())) }),
  ),
});
export type ResourceHistory = z.infer<typeof ResourceHistory>;

/** The memory that a service may take; beyond it the engine ends it. */
export const MemoryLimit = z.object({
  service: ServiceName,
  bytes: z.number(),
  /** Without a choice of the user's. */
  usualBytes: z.number(),
  leastBytes: z.number(),
  mostBytes: z.number(),
});
export type MemoryLimit = z.infer<typeof MemoryLimit>;

/** Sizes on the disk. Where the engine does not know one, it is left out. */
export const DiskUse = z.object({
  images: z.array(z.object({ reference: z.string(), bytes: z.number(), used: z.boolean() })),
  volumes: z.array(
    z.object({
      name: z.string(),
      bot: BotId.optional(),
      service: ServiceName.optional(),
      bytes: z.number().optional(),
    }),
  ),
  /** BotPier's own log files. */
  ownLogBytes: z.number(),
  /** The logs of so many containers are kept by the engine, which drops the oldest beyond this size of each. */
  containerLogs: z.object({ containers: z.number(), mostBytesEach: z.number() }),
});
export type DiskUse = z.infer<typeof DiskUse>;

/** Something that a clean-up would remove. Its `id` is its kind and its name. */
export const CleanUpItem = z.object({
  id: z.string().max(600),
  kind: z.enum(['container', 'image', 'volume', 'log']),
  name: z.string(),
  why: z.enum(['leftover', 'unwanted', 'imageUnused', 'botGone', 'oldLog']),
  bytes: z.number().optional(),
});
export type CleanUpItem = z.infer<typeof CleanUpItem>;

/** What became of what was to be removed. */
export const CleanUpOutcome = z.object({
  removed: z.array(z.string()),
  freedBytes: z.number(),
  /** Still there; `message` is the engine's or the system's own. */
  kept: z.array(z.object({ id: z.string(), message: z.string() })),
});
export type CleanUpOutcome = z.infer<typeof CleanUpOutcome>;

/** The virtual machine in which Windows runs its containers. */
export const WslMemory = z.object({
  /** What it takes now; absent while it does not run. */
  usedBytes: z.number().optional(),
  /** What `.wslconfig` allows it, in its own words, e.g. `4GB`; absent: half of the computer's memory. */
  cap: z.string().optional(),
  totalBytes: z.number(),
  file: z.string(),
  /** We wrote a cap into it, which can be taken back. */
  canUndo: z.boolean(),
});
export type WslMemory = z.infer<typeof WslMemory>;
