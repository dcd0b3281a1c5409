import { branchRef, type RefMove } from '../git/remote-branch';
import { judgeFound } from '../look/look-at-head';
import type { PushResult } from '../repository-sync';
import { SyncError } from '../sync-error';
import { BeginAnew, found, type PushRun, type PushStep } from './push-run';
import type { SyncState } from './sync-files';

/** Moves the branch to the new commit, if it still stands where it was seen; makes and removes the archive along with it. */
export const pushCommit: PushStep = async (run) => {
  const next = found(run.next, 'writeCommit');
  const { state, input } = run;
  const moves: RefMove[] = [];
  for (const { branch, commit } of state?.archive ? [state.archive] : [])
    moves.push({ ref: branchRef(branch), from: commit, to: undefined });
  for (const { branch, commit } of next.archive ? [next.archive] : [])
    moves.push({ ref: branchRef(branch), from: undefined, to: commit });
  input.onProgress?.({ phase: 'uploading' });
  return await moveBranch(run, next, moves);
};

/**
 * One compare-and-swap. Whatever was heard of it, the branch itself is asked how it ended; where that cannot be asked
 * either, the next run will.
 */
export async function moveBranch(
  run: PushRun,
  next: SyncState,
  besides: readonly RefMove[],
): Promise<PushResult | undefined> {
  const { remote, input, files } = run;
  const { signal } = input;
  const ref = branchRef(input.target.branch);
  let failure: unknown;
  try {
    const before = run.bytesSent;
    const onBytes = (bytes: number) => input.onProgress?.({ phase: 'uploading', doneBytes: before + bytes });
    const outcome = await remote.push([{ ref, from: run.head, to: next.head }, ...besides], {
      signal,
      onBytes,
    });
    run.bytesSent += outcome.bytesSent;
    if (outcome.kind === 'done') return undefined;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    failure = error;
  }
  const head = await remote.read(ref, signal).catch((error: unknown) => {
    throw failure ?? error;
  });
  if (head === next.head) return undefined;
  if (head === run.head) {
    if (besides.length > 0 && !isOfNetwork(failure)) {
      await withoutBesides(run, failure);
      throw new BeginAnew();
    }
    throw failure ?? new SyncError('syncUnknown', {}, { evidence: ['the branch did not move'] });
  }
  const attempts = await files.readAttempts();
  if (attempts.some((each) => each.head === head)) throw new BeginAnew();
  if (head === undefined) throw failure ?? new BeginAnew();
  return judgeFound(await run.look(head), input.device, run.state);
}

/** The history stays as it is where the server lets nobody replace it; an archive that somebody removed is no more. */
async function withoutBesides({ state, files, cuts }: PushRun, failure: unknown): Promise<void> {
  if (!state) return;
  const isForbidden = failure instanceof SyncError && failure.failure.code === 'syncBranchProtected';
  const { archive: _, ...rest } = state;
  await files.writeState({ ...rest, uncut: cuts && isForbidden ? true : state.uncut });
}

function isOfNetwork(failure: unknown): boolean {
  return (
    failure instanceof SyncError && !['syncBranchProtected', 'syncUnknown'].includes(failure.failure.code)
  );
}
