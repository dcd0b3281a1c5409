import type { BotId, ServiceName } from '../../contract/ids';
import type {
  ExportedFile,
  ExportName,
  SnapshotId,
  SnapshotManifest,
  SnapshotReason,
  SnapshotSettings,
  SnapshotSummary,
} from '../../contract/snapshot';
import type { BotView } from '../../contract/view';
import type { BotRuntime } from '../bot/bot-runtime';
import type { ObjectStore } from './object-store';

export interface TakeWish {
  reason?: SnapshotReason;
  /** Where nothing can be made to stand still: whether services may be stopped for the copy. */
  mayStop?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * What users and the rest of the app do with snapshots. One thing at a time for each bot: `busy` while another is under
 * way; `cancelled` when it was. Everything else is said at the call.
 */
export interface SnapshotCalls {
  /** Newest first. */
  list(bot: BotId): Promise<SnapshotSummary[]>;
  /** @throws AppError `engineUnavailable`, `pauseImpossible`, `disturbed`, `diskFull`, `imageMissing` */
  take(bot: BotId, wish?: TakeWish): Promise<SnapshotSummary>;
  /**
   * Puts a snapshot's data and settings in the place of the bot's own, after a snapshot of those (`restore`). Resolves
   * once they have changed places; the chain tells how the bot comes up. App updates wait.
   * @throws AppError `unknownSnapshot`, `snapshotDamaged`, `snapshotNewer`, `imageMissing`, `diskFull`
   */
  restore(
    bot: BotId,
    id: SnapshotId,
    options?: { mayStop?: boolean; signal?: AbortSignal | undefined },
  ): Promise<void>;
  /** Puts back what was before the last restore, at once. @throws AppError `notAllowed` when it is gone */
  undo(bot: BotId): Promise<void>;
  /** Absent is fine. */
  remove(bot: BotId, id: SnapshotId): Promise<void>;
  /** Reads all of it; `false` when something is missing or was changed on the disk. */
  verify(bot: BotId, id: SnapshotId, signal?: AbortSignal): Promise<boolean>;
  /** Ends what is under way, leaving nothing of it; nothing to do when that has come too far. */
  cancel(bot: BotId): Promise<void>;
  settings(bot: BotId, patch: Partial<SnapshotSettings>): Promise<void>;
  /**
   * One file with everything in it, the bot's keys as well, sealed with a passphrase. `path` is on the computer that
   * BotPier runs on; left out, it goes to `exports` in the data directory. Answers where it is.
   */
  exportFile(
    bot: BotId,
    wish: {
      snapshot: SnapshotId;
      passphrase: string;
      path?: string | undefined;
      signal?: AbortSignal | undefined;
    },
  ): Promise<ExportedFile>;
  /** Where that export lies in the data directory; undefined when it is not there. */
  findExport(name: ExportName): Promise<{ path: string; bytes: number } | undefined>;
  /**
   * Takes such a file in as a bot that was not set up yet, or as a new one. Nothing of it runs before `restore`.
   * @throws AppError `snapshotFileForeign`, `passphraseWrong`, `snapshotDamaged`, `snapshotNewer`, `diskFull`
   */
  importFile(wish: {
    path: string;
    passphrase: string;
    signal?: AbortSignal | undefined;
  }): Promise<{ bot: BotId; snapshot: SnapshotId }>;
}

/** What the rest of the app needs besides. */
export interface Snapshots extends SnapshotCalls {
  /** Put something in only within `holding`. */
  readonly objects: ObjectStore;
  /** As long as `work` goes on no object is swept away. */
  holding<T>(work: () => Promise<T>): Promise<T>;
  /** @throws AppError `unknownSnapshot`, `snapshotDamaged`, `snapshotNewer` */
  manifest(bot: BotId, id: SnapshotId): Promise<SnapshotManifest>;
  /**
   * Puts the data of one service, which must not run, back as a snapshot has it; the rest of the bot goes on. One change
   * of the record; what is begun again ends the same.
   * @throws AppError `busy`, `unknownSnapshot`, `snapshotDamaged`, `imageMissing`, `diskFull`
   */
  putBack(bot: BotId, id: SnapshotId, service: ServiceName, signal: AbortSignal): Promise<void>;
  /** Removes data that others have taken the place of, once no container holds it; not while anything is under way. */
  clear(bot: BotId): Promise<void>;
  /**
   * Takes in a snapshot whose objects are in the store already, for the bot of that id, for one that was not set up yet,
   * or for a new one. @throws AppError `snapshotDamaged` when an object is missing, `diskFull`
   */
  importManifest(
    manifest: SnapshotManifest,
    options?: { bot?: BotId | undefined; secrets?: Readonly<Record<string, string>> },
  ): Promise<{ bot: BotId; snapshot: SnapshotId }>;
  /** An engine was found, or is back: what a run that was killed has left standing or lying around goes. */
  recover(runtime: BotRuntime): Promise<void>;
  /** Takes note of how the bots are: what was before a restore may go once all is well again. */
  look(bots: readonly BotView[]): void;
  /** Removes what was put into the object store for a snapshot that has come to nothing. */
  tidy(): Promise<void>;
  /** The bot is gone, with all its snapshots. */
  forget(bot: BotId): Promise<void>;
  idle(): Promise<void>;
  close(): Promise<void>;
}
