import type { BotId, ServiceName } from '../../contract/ids';
import type { SnapshotId, SnapshotManifest } from '../../contract/snapshot';
import type { ServiceInfo } from '../../services/roles';
import type { RunOptions, SyncTarget } from '../sync/repository-sync';
import type { LeftBehind } from './place-files';

/** A repository that the older backup tool wrote, and the services that its data is for. */
export interface LegacySource extends RunOptions {
  target: SyncTarget;
  services: readonly Pick<ServiceInfo, 'name' | 'image' | 'legacyPlaces' | 'legacyReads'>[];
}

/** What would come along, and what would not. */
export interface LegacyReport {
  /** As it is called now. */
  repository: string;
  commit: string;
  files: number;
  bytes: number;
  /** Among them, those that have to be fetched from a release. */
  large: { files: number; bytes: number };
  /** All of it by whom it is for, those services alone that something is for. */
  parts: { service: ServiceName; files: number; bytes: number }[];
  /** In order of path. */
  left: LeftBehind[];
}

export interface LegacyReading extends LegacySource {
  /** The one that was looked at. */
  commit: string;
  /** The user does without everything that was told as `lost`. */
  withoutLost?: boolean;
  /** Paths that were told as `lost`, or that a reading failed at, and that the user does without. */
  leaveOut: readonly string[];
  /** Whom the snapshot is for, and its record. */
  bot: BotId;
  record: SnapshotManifest['record'];
  id: SnapshotId;
}

/** What was read of a repository. */
export interface LegacyRead {
  manifest: SnapshotManifest;
  /** Files that are only read, by their paths in the repository. */
  texts: ReadonlyMap<string, string>;
  left: LeftBehind[];
}

/**
 * Brings what the older backup tool saved into snapshots of ours. The repository is only ever read. One call after the
 * other. Rejects with a `SyncError`, or with an `AppError`: `legacyEmpty` for a branch without a commit, `legacyForeign`
 * where nothing of that tool lies, `legacyDamaged` with the `path` of what does not fit its sum or is a broken database.
 */
export interface LegacyImport {
  /** Fetches the commit, not the large files, and says what is in it. */
  look(source: LegacySource): Promise<LegacyReport>;
  /** Fetches and checks everything. The manifest names nothing that is not whole in the object store. */
  read(reading: LegacyReading): Promise<LegacyRead>;
  /** Removes what was fetched for a look, and what a killed one has left; answers whether there was any. */
  clear(): Promise<boolean>;
}
