import type { LocalRepository } from '../git/local-repository';
import { README } from '../tree/readme';
import { README_PATH } from '../tree/tree-layout';
import { ANCHOR_MESSAGE } from './commit-message';

/**
 * The commit below everything that is saved: always the same one. GitHub makes no release in an empty repository, and a
 * release's tag keeps its commit for good, so that it must be one that holds no data.
 */
export async function writeAnchor(local: LocalRepository, signal?: AbortSignal): Promise<string> {
  const tree = await local.writeTree(
    [{ path: README_PATH, id: await local.addText(README, signal) }],
    signal,
  );
  return await local.writeCommit({ tree, parent: undefined, message: ANCHOR_MESSAGE, at: 0 }, signal);
}
