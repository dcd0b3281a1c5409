import type { BotId } from '../../contract/ids';
import type { Sha256, SnapshotEntry, SnapshotManifest } from '../../contract/snapshot';
import type {
  RepositoryReport,
  SavedGeneration,
  SyncEncryption,
  SyncFailure,
  SyncProgress,
  TokenReport,
} from '../../contract/sync';
import type { Clock } from '../../lib/clock';
import type { ObjectStore } from '../snapshots/object-store';

export interface RepositorySyncOptions {
  /** The data directory; `sync/<bot>` in it is ours. */
  dir: string;
  clock: Clock;
  objects: ObjectStore;
  /** Folders besides the usual ones in which a git may lie that goes before the one on PATH. */
  gitFolders: readonly string[];
  /** `http://`, `https://` or `socks5://`, with a name and a password where it wants one; empty for none. */
  proxy(): string;
  /** Where GitHub is; no trailing slash. Left out: the real one. */
  endpoints?: { api: string; git: string } | undefined;
}

/** A branch of a repository, and the token for it. Never logged, never stored by us. */
export interface SyncTarget {
  /** `owner/name`. */
  repository: string;
  branch: string;
  token: string;
}

/** What opens and seals a repository's files. `identity` is a secret (`AGE-SECRET-KEY-1…`). */
export interface SyncKeys {
  identity: string;
  /** `age1…`: what the user's recovery key opens. */
  recoveryRecipient: string;
}

export interface RunOptions {
  /** Rejects with its reason; nothing half is left behind that the next run does not settle. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SyncProgress) => void) | undefined;
}

export interface PushInput extends RunOptions {
  target: SyncTarget;
  keys: SyncKeys;
  /** What this computer is called in what is saved. */
  device: string;
  /** Whole in the object store. Leave out what shall not be saved. */
  manifest: SnapshotManifest;
  /** The bot's own secrets by their names in the secret store; always encrypted. */
  secrets: Readonly<Record<string, string>>;
  encryption: SyncEncryption;
  isSensitive(place: Pick<SnapshotEntry, 'service' | 'volume' | 'path'>): boolean;
  /** Files of at least so many bytes go to the release. */
  thresholdBytes: number;
}

export type PushResult =
  /** `repository` differs from the one asked for after it was renamed. */
  | { kind: 'done'; commit: string; repository: string; files: number; bytesSent: number; requests: number }
  /** As it was saved last: no request was made. */
  | { kind: 'nothing'; commit: string }
  /** Another computer saved there since. Nothing was sent over; the user chooses to take over, or to restore. */
  | { kind: 'conflict'; commit: string; device: string; at: number }
  | { kind: 'failed'; failure: SyncFailure };

export interface RestoreInput extends RunOptions {
  target: SyncTarget;
  /** The identity of the repository, or the user's recovery key. */
  key: string;
  /** The newest without it. */
  commit?: string | undefined;
}

export interface Restored {
  commit: string;
  generation: number;
  device: string;
  at: number;
  /** Every object that it names is whole in the object store. */
  manifest: SnapshotManifest;
  secrets: Readonly<Record<string, string>>;
  /** To go on saving with, whichever key opened it. */
  keys: SyncKeys;
}

/**
 * Saves bots to private repositories and brings them back. One run at a time per bot. Everything but `push` rejects with
 * a `SyncError`; all reject with the signal's reason.
 */
export interface RepositorySync {
  /** An identity for the secret store, and the recovery key to be shown once: neither is kept here. */
  createKeys(): Promise<SyncKeys & { recoveryKey: string }>;
  /** What `recoveryKey` is recognised by when it is entered again; undefined for what is no key. */
  recipientOf(recoveryKey: string): Promise<string | undefined>;
  /** Which git there is. @throws SyncError `syncGitMissing`. */
  git(): Promise<{ version: string; bundled: boolean }>;
  checkToken(token: string, signal?: AbortSignal): Promise<TokenReport>;
  /** Private repositories that the token may push to, newest push first. */
  repositories(token: string, signal?: AbortSignal): Promise<string[]>;
  /** Makes a private repository of the token's account; answers `owner/name`. */
  createRepository(token: string, name: string, signal?: AbortSignal): Promise<string>;
  /** What lies in the branch. @throws SyncError also for a public or archived repository. */
  checkRepository(target: SyncTarget, signal?: AbortSignal): Promise<RepositoryReport>;
  /** Whether a key opens what lies in the branch; true for an empty one. */
  checkKey(target: SyncTarget, key: string, signal?: AbortSignal): Promise<boolean>;
  push(input: PushInput): Promise<PushResult>;
  /** Newest first, at most 200. Large files of all but the last three may be gone. */
  generations(target: SyncTarget, signal?: AbortSignal): Promise<SavedGeneration[]>;
  /** Reads and checks everything before anything is answered. */
  restore(input: RestoreInput): Promise<Restored>;
  /** From now on this computer saves on top of `commit`: after a restore, or where the user chose its own state in a conflict. */
  takeOver(bot: BotId, target: SyncTarget, commit: string, signal?: AbortSignal): Promise<void>;
  /** Forgets what is known here of a bot's repository, and removes the local copy. */
  forget(bot: BotId): Promise<void>;
}

/** Every sum that a manifest names, for a sweep of the object store. */
export function objectsOf({ entries }: Pick<SnapshotManifest, 'entries'>): Set<Sha256> {
  return new Set(entries.flatMap((entry) => (entry.type === 'file' ? [entry.sha256] : [])));
}
