import { z } from 'zod';
import { ErrorCode } from './errors';
import { BotId, ServiceName, StackId } from './ids';

/** SHA-256 of a file's bytes, in lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export type Sha256 = z.infer<typeof Sha256>;

/**
 * Where something lies: POSIX, relative to its volume, without `..`; `.` alone is the volume's own folder. `bytes` is there only where the name is no
 * UTF-8: the same path as base64, and then it alone counts.
 */
const place = {
  service: ServiceName,
  /** The volume's short name in the service's definition. */
  volume: z.string().regex(/^[a-z0-9-]+$/),
  path: z.string().min(1).max(4_096),
  bytes: z.base64().optional(),
  mode: z.number().int().min(0).max(0o7777),
  uid: z.number().int().min(0),
  gid: z.number().int().min(0),
};

/** One thing in a volume. Sockets, devices and pipes are not kept: programs make them anew. */
export const SnapshotEntry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file'), ...place, size: z.number().int().min(0), sha256: Sha256 }),
  z.object({ type: z.literal('folder'), ...place }),
  /** In a target that is no UTF-8, bytes that fit nowhere stand as lone surrogates, U+DC80 to U+DCFF. */
  z.object({ type: z.literal('link'), ...place, target: z.string().max(4_096) }),
]);
export type SnapshotEntry = z.infer<typeof SnapshotEntry>;

export const SnapshotId = z.string().regex(/^[0-9]{8}T[0-9]{6}-[0-9a-z]{6}$/);
export type SnapshotId = z.infer<typeof SnapshotId>;

/** The name of a file that a snapshot was saved as in the data directory, `<bot>-<snapshot>.botpier`. */
export const ExportName = z.string().regex(/^[0-9a-z]{8}-[0-9]{8}T[0-9]{6}-[0-9a-z]{6}\.botpier$/);
export type ExportName = z.infer<typeof ExportName>;

/** A snapshot that was saved as one file; `name`: it lies among the exports in the data directory, by that name. */
export const ExportedFile = z.object({ path: z.string(), bytes: z.number(), name: ExportName.optional() });
export type ExportedFile = z.infer<typeof ExportedFile>;

/** Why it was taken. Those of one reason are kept and thrown away by themselves. */
export const SnapshotReason = z.enum(['asked', 'daily', 'update', 'restore', 'sync', 'import']);
export type SnapshotReason = z.infer<typeof SnapshotReason>;

/**
 * What a bot was at one moment: everything in the volumes of its services, and its record. The bytes of its files lie in
 * the object store by their SHA-256. Never holds a secret of ours; what services keep in their own files is in those.
 */
export const SnapshotManifest = z.object({
  version: z.literal(1),
  id: SnapshotId,
  bot: BotId,
  at: z.number(),
  reason: SnapshotReason,
  /**
   * The bot's record as stored, to be read by its own schema; with the rules of its gateway as `routes`, null where they
   * are made from its services.
   */
  record: z.record(z.string(), z.unknown()),
  /** What was copied of each service, and by which image. */
  services: z.array(
    z.object({
      name: ServiceName,
      image: z.string(),
      /** How long it stood still for the copy, in ms; 0 for one that did not run. */
      stoodStillMs: z.number(),
      /** Databases that were opened as a copy and found whole, or not; paths as in `entries`. */
      databases: z.array(
        z.object({ volume: z.string(), path: z.string(), state: z.enum(['whole', 'damaged']) }),
      ),
    }),
  ),
  /** In order of service, volume and path: folders before what is in them. */
  entries: z.array(SnapshotEntry),
});
export type SnapshotManifest = z.infer<typeof SnapshotManifest>;

/** A snapshot as it is listed. */
export const SnapshotSummary = z.object({
  id: SnapshotId,
  at: z.number(),
  reason: SnapshotReason,
  stack: StackId.optional(),
  files: z.number(),
  /** What all of it takes, unpacked; several snapshots share what is the same in them. */
  bytes: z.number(),
  services: z.array(ServiceName),
  /** The longest that one of the services stood still for it, in ms. */
  stoodStillMs: z.number(),
  /** Databases that could not be opened as copies: kept as they were. */
  damaged: z.number(),
});
export type SnapshotSummary = z.infer<typeof SnapshotSummary>;

/** What is being done to a bot's snapshots at the moment. */
export const SnapshotProgress = z.object({
  task: z.enum(['take', 'restore', 'undo', 'export', 'import']),
  phase: z.enum(['preparing', 'copying', 'checking', 'verifying', 'writing', 'switching', 'packing']),
  /** The service whose turn it is. */
  service: ServiceName.optional(),
  doneBytes: z.number(),
  /** Absent where nobody knows yet. */
  totalBytes: z.number().optional(),
});
export type SnapshotProgress = z.infer<typeof SnapshotProgress>;

/** How a bot's snapshots are taken and kept. */
export const SnapshotSettings = z.object({
  /** One a day, by itself, while the bot is up. */
  daily: z.boolean().default(true),
  /** So many of each reason stay; older ones go. */
  keep: z.number().int().min(1).max(100).default(7),
});
export type SnapshotSettings = z.infer<typeof SnapshotSettings>;

/** Part of `BotView`. */
export const SnapshotsView = z.object({
  settings: SnapshotSettings,
  count: z.number(),
  lastAt: z.number().optional(),
  /** Present while something is under way. */
  progress: SnapshotProgress.optional(),
  /** Why the last one that was taken by itself was not taken. */
  failure: z.object({ at: z.number(), code: ErrorCode }).optional(),
  /** The last restore, as long as it can be undone. */
  restored: z.object({ at: z.number(), snapshot: SnapshotId }).optional(),
});
export type SnapshotsView = z.infer<typeof SnapshotsView>;
