import type { LocalRepository } from '../git/local-repository';
import { unsealText } from '../keys/age-keys';
import { SyncError } from '../sync-error';
import { parseManifest } from '../tree/sync-manifest';
import { BUNDLE_PATH, MANIFEST_PATH } from '../tree/tree-layout';
import type { HeadContent, PushRun, PushStep } from './push-run';

/** Reads what was saved last, to send only what differs from it, and makes sure that our key opens it. */
export const openHead: PushStep = async (run) => {
  const { local, remote, state, input, early } = run;
  run.base = undefined;
  if (!state || state.generation === 0) return undefined;
  const { signal } = input;
  const { head } = state;
  const known = early?.head === head ? await early.content : undefined;
  const read = () => readHead(local, head, signal);
  const { tree, sealed, text } =
    known ??
    (await read().catch(async (error: unknown) => {
      signal?.throwIfAborted();
      if (await local.has(head)) throw error;
      await remote.fetch(head, { depth: 1, signal });
      await local.hold(head);
      return read();
    }));
  if ((await unsealText(sealed, input.keys.identity)) === undefined) throw new SyncError('syncKeyWrong');
  run.base = { manifest: parseManifest(text), tree };
  return undefined;
};

/** Begins to read what was saved last before it is known that the branch still stands there: mostly it does. */
export function readEarly(run: PushRun, head: string): void {
  const content = readHead(run.local, head, run.input.signal).catch(() => undefined);
  run.early = { head, content };
}

async function readHead(local: LocalRepository, head: string, signal?: AbortSignal): Promise<HeadContent> {
  const tree = await local.listTree(head, signal);
  const [manifest, bundle] = [tree.get(MANIFEST_PATH), tree.get(BUNDLE_PATH)];
  if (manifest === undefined || bundle === undefined) throw new SyncError('syncChanged', { commit: head });
  const [sealed = Buffer.alloc(0), text = sealed] = await local.readAll([bundle, manifest], signal);
  return { tree, sealed, text: text.toString() };
}
