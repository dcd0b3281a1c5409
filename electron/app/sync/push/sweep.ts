import { found, type PushRun, type PushStep } from './push-run';

/** Another computer may be about to name what it has just sent. */
const YOUNG_MS = 3_600_000;
/** What lies unpacked on this disk is packed once it is so many times what was saved, and at least so much. */
const LOOSE_TIMES = 2;
const LOOSE_BYTES = 10_000_000;
const LOOSE_COUNT = 5_000;

/** Removes what nobody needs any more: last of all, and whatever goes wrong with it is no failure of the run. */
export const sweep: PushStep = async (run) => {
  const state = found(run.next, 'writeCommit');
  if (state.sweepDue) {
    const isDone = await sweepAssets(run, new Set(state.assets.flat())).catch(() => false);
    run.input.signal?.throwIfAborted();
    if (isDone) await run.files.writeState({ ...state, sweepDue: false });
  }
  await packLocal(run);
  return undefined;
};

/** Whether nothing is left that will have to go. */
async function sweepAssets({ assets, clock, input }: PushRun, named: ReadonlySet<string>): Promise<boolean> {
  let isDone = true;
  for (const asset of (await assets.list()).values()) {
    input.signal?.throwIfAborted();
    if (named.has(asset.name)) continue;
    if (clock.now() - asset.createdAt < YOUNG_MS) isDone = false;
    else await assets.remove(asset);
  }
  return isDone;
}

async function packLocal({ local, files, staged, next, input }: PushRun): Promise<void> {
  await files.emptyStage();
  const { count, bytes } = await local.loose();
  if (count < LOOSE_COUNT && bytes < Math.max(LOOSE_BYTES, LOOSE_TIMES * (staged?.bytes ?? 0))) return;
  await local.keepOnly(found(next, 'writeCommit').head, input.signal).catch((error: unknown) => {
    input.signal?.throwIfAborted();
    // Packed or not, everything is there; the next run tries again.
    if (!(error instanceof Error)) throw error;
  });
}
