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
  const tree = await local.listTree(state.head, signal).catch(async (error: unknown) => {
    signal?.throwIfAborted();
    if (await local.has(state.head)) throw error;
    await remote.fetch(state.head, { depth: 1, signal });
    await local.hold(state.head);
    return local.listTree(state.head, signal);
  });
  const [manifest, bundle] = [tree.get(MANIFEST_PATH), tree.get(BUNDLE_PATH)];
  if (manifest === undefined || bundle === undefined)
    throw new SyncError('syncChanged', { commit: state.head });
  const [sealed = Buffer.alloc(0), text = sealed] = await local.readAll([bundle, manifest], signal);
  if ((await unsealText(sealed, input.keys.identity)) === undefined) throw new SyncError('syncKeyWrong');
  run.base = { manifest: parseManifest(text.toString()), tree };
  return undefined;
};
