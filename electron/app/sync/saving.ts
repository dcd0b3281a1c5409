import type { BotId } from '../../contract/ids';
import type { SnapshotId, SnapshotManifest, SnapshotReason } from '../../contract/snapshot';
import type { SyncHold } from '../../contract/sync';
import type { RepositorySync } from './repository-sync';

/** What saving bots works with, shared by all of them. */
export interface Saving {
  /** The data directory. */
  dir: string;
  repositories: RepositorySync;
  snapshots: SavedSnapshots;
  /** Why a bot must not be disturbed now, by what is not in its record. */
  busyWith(bot: BotId): SyncHold | undefined;
}

/** What saving asks of a bot's snapshots; they say themselves what they reject with. */
export interface SavedSnapshots {
  holding<T>(work: () => Promise<T>): Promise<T>;
  take(bot: BotId, wish: { reason: SnapshotReason; signal: AbortSignal }): Promise<{ id: SnapshotId }>;
  manifest(bot: BotId, id: SnapshotId): Promise<SnapshotManifest>;
  list(bot: BotId): Promise<readonly { id: SnapshotId; reason: SnapshotReason }[]>;
  remove(bot: BotId, id: SnapshotId): Promise<void>;
  importManifest(
    manifest: SnapshotManifest,
    options: { bot: BotId | undefined; secrets: Readonly<Record<string, string>> },
  ): Promise<{ bot: BotId; snapshot: SnapshotId }>;
  importFile(wish: {
    path: string;
    passphrase: string;
    signal: AbortSignal;
  }): Promise<{ bot: BotId; snapshot: SnapshotId }>;
  restore(bot: BotId, id: SnapshotId, options: { mayStop: boolean; signal: AbortSignal }): Promise<void>;
}

/** A copy of a bot as it is now, whole in the object store for as long as `use` works with it. */
export function withCopy<T>(
  { snapshots }: Pick<Saving, 'snapshots'>,
  bot: BotId,
  signal: AbortSignal,
  use: (manifest: SnapshotManifest) => Promise<T>,
): Promise<T> {
  return snapshots.holding(async () => {
    const { id } = await snapshots.take(bot, { reason: 'sync', signal });
    // The newest alone is kept: most of the next one is in it already.
    for (const old of await snapshots.list(bot))
      if (old.reason === 'sync' && old.id !== id) await snapshots.remove(bot, old.id);
    return use(await snapshots.manifest(bot, id));
  });
}
