import type { Clock } from '../../../lib/clock';
import type { ObjectStore } from '../../snapshots/object-store';
import type { LocalRepository, TreeFile } from '../git/local-repository';
import type { Remote } from '../git/remote-branch';
import type { GitHub } from '../github/open-github';
import type { AssetSource, ReleaseAssets, StoredAsset } from '../github/release-assets';
import type { FoundHead } from '../look/look-at-head';
import type { PushInput, PushResult } from '../repository-sync';
import type { SyncManifest } from '../tree/sync-manifest';
import type { SyncFiles, SyncState } from './sync-files';

/** What is read of a commit to know what is in it. */
export interface HeadContent {
  /** Ids by path. */
  tree: Map<string, string>;
  /** The bundle. */
  sealed: Uint8Array;
  /** The manifest. */
  text: string;
}

/** One run of saving, and what its steps found so far. */
export interface PushRun {
  readonly input: PushInput;
  readonly clock: Clock;
  readonly objects: ObjectStore;
  readonly files: SyncFiles;
  readonly local: LocalRepository;
  readonly github: GitHub;
  readonly remote: Remote;
  readonly assets: ReleaseAssets;
  /** Finds out who made a commit that is not known here. */
  look(commit: string): Promise<FoundHead>;
  /** As the repository is called now. */
  readonly repository: string;
  /** Stands for everything that is to be saved. */
  readonly key: string;
  /** What the branch holds and is to be replaced; undefined: nothing of ours. */
  state: SyncState | undefined;
  /** Where the branch stands; undefined: there is none. */
  head: string | undefined;
  /** What lies in a commit, read on the chance that it is `state.head`; undefined where it could not be read. */
  early: { head: string; content: Promise<HeadContent | undefined> } | undefined;
  /** What lies in `state.head`. */
  base: Base | undefined;
  staged: Staged | undefined;
  /** What will be our state once the branch stands there. */
  next: SyncState | undefined;
  /** Replaces the history by this one state. */
  cuts: boolean;
  bytesSent: number;
}

export interface Base {
  manifest: SyncManifest;
  /** Ids of the blobs by path. */
  tree: ReadonlyMap<string, string>;
}

export interface Staged {
  manifest: SyncManifest;
  tree: readonly TreeFile[];
  /** Parts that may have to be sent, each once. */
  uploads: readonly AssetSource[];
  /** All assets that the manifest names. */
  assets: readonly string[];
  present: ReadonlyMap<string, StoredAsset>;
  changedFiles: number;
  bytes: number;
}

/** Does its part of a run; an answer ends the run. */
export type PushStep = (run: PushRun) => Promise<PushResult | undefined>;

/** The run has to begin anew on what the branch holds by now. */
export class BeginAnew extends Error {
  override readonly name = 'BeginAnew';
}

/** What an earlier step found. */
export function found<T>(value: T | undefined, step: string): T {
  if (value === undefined) throw new Error(`sync: ${step} was left out`);
  return value;
}
