import { assertCommit } from '../git/remote-branch';
import { parseMessage, type SavedLine } from '../push/commit-message';
import type { PushResult } from '../repository-sync';
import { SyncError } from '../sync-error';
import { BUNDLE_PATH, MANIFEST_PATH } from '../tree/tree-layout';
import { inScratch, type Lookout } from './scratch-repository';

/** What GitHub lays into a new repository when it is asked to. */
const BLANK = /^(?:readme(?:\.\w+)?|licen[cs]e(?:\.\w+)?|\.gitignore|\.gitattributes)$/i;

export interface FoundHead {
  commit: string;
  /** `blank`: what GitHub puts there itself, or the anchor alone · `edited`: ours once, and changed by somebody since. */
  kind: 'saved' | 'blank' | 'foreign' | 'edited';
  saved: SavedLine | undefined;
  /** Id of the sealed bundle. */
  bundle: string | undefined;
}

/** Finds out who made a commit, by its names alone: its files are not brought here. */
export function lookAtHead(lookout: Lookout, commit: string): Promise<FoundHead> {
  const { signal } = lookout;
  return inScratch(lookout, async (local, remote) => {
    await remote.fetch(assertCommit(commit), { depth: 1, only: 'trees', signal });
    const tree = await local.listTree(commit, signal);
    const message = (await local.run(['log', '-1', '--format=%B', commit], { signal })).stdout.toString();
    const saved = parseMessage(message);
    const kind = kindOf(saved, tree.has(MANIFEST_PATH), [...tree.keys()]);
    return { commit, kind, saved, bundle: tree.get(BUNDLE_PATH) };
  });
}

/** What a commit that is not ours means for a run that would save on top of it; undefined: it may. */
export function judgeFound(
  { commit, kind, saved }: FoundHead,
  device: string,
  state: { generation: number } | undefined,
): PushResult | undefined {
  if (kind === 'blank' && !state) return undefined;
  if (kind === 'foreign' && !state) throw new SyncError('syncForeign');
  // Somebody led the branch back to what this computer saved earlier.
  const isOlder = saved?.device === device && state !== undefined && saved.generation <= state.generation;
  if (kind !== 'saved' || !saved || isOlder) throw new SyncError('syncChanged', { commit });
  return { kind: 'conflict', commit, device: saved.device, at: saved.at };
}

function kindOf(
  saved: SavedLine | undefined,
  hasManifest: boolean,
  paths: readonly string[],
): FoundHead['kind'] {
  if (hasManifest) return saved ? 'saved' : 'edited';
  return paths.every((path) => BLANK.test(path)) ? 'blank' : 'foreign';
}
