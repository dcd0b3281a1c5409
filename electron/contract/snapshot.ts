import { z } from 'zod';
import { BotId, ServiceName } from './ids';

/** SHA-256 of a file's bytes, in lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export type Sha256 = z.infer<typeof Sha256>;

/**
 * Where something lies: POSIX, relative to its volume, without `.` and `..`. `bytes` is there only where the name is no
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
  z.object({ type: z.literal('link'), ...place, target: z.string().max(4_096) }),
]);
export type SnapshotEntry = z.infer<typeof SnapshotEntry>;

export const SnapshotId = z.string().regex(/^[0-9]{8}T[0-9]{6}-[0-9a-z]{6}$/);
export type SnapshotId = z.infer<typeof SnapshotId>;

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
  /** The bot's record as stored, to be read by its own schema. */
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
