import { unsealText } from '../keys/age-keys';
import { SyncError } from '../sync-error';
import { parseManifest } from '../tree/sync-manifest';
import { BUNDLE_PATH, MANIFEST_PATH } from '../tree/tree-layout';
import type { PushStep } from './push-run';

/** Reads what was saved last, to send only what differs from it, and makes sure that our key opens it. */
export const openHead: PushStep = async (run) => {
  const { local, remote, state, input } = run;
  run.base = undefined;
  if (!state || state.generation === 0) return undefined;
  const { signal } = input;
  if (!(await local.has(state.head))) {
    await remote.fetch(state.head, { depth: 1, signal });
    await local.hold(state.head);
  }
  const tree = await local.listTree(state.head, signal);
  const [manifest, bundle] = [tree.get(MANIFEST_PATH), tree.get(BUNDLE_PATH)];
  if (manifest === undefined || bundle === undefined)
    throw new SyncError('syncChanged', { commit: state.head });
  const sealed = (await local.run(['cat-file', 'blob', bundle], { signal })).stdout;
  if ((await unsealText(sealed, input.keys.identity)) === undefined) throw new SyncError('syncKeyWrong');
  run.base = { manifest: parseManifest(await local.readText(manifest, signal)), tree };
  return undefined;
};
