import { branchRef } from '../git/remote-branch';
import { judgeFound } from '../look/look-at-head';
import { readEarly } from './open-head';
import type { PushStep } from './push-run';

/**
 * Finds out how the runs before this one ended, of which one may not have heard its answer, and whether somebody else has
 * saved there since.
 */
export const settle: PushStep = async (run) => {
  const { files, remote, input, repository } = run;
  const { branch } = input.target;
  const known = await files.readState();
  // A repository that was renamed is still asked for by the name it had.
  const names = [repository, input.target.repository].map((name) => name.toLowerCase());
  const isOurs = (state: { repository: string; branch: string }) =>
    names.includes(state.repository.toLowerCase()) && state.branch === branch;
  run.state = known && isOurs(known) ? known : undefined;
  if (run.state && run.state.generation > 0) readEarly(run, run.state.head);
  run.head = await remote.read(branchRef(branch), input.signal);
  if (run.head === undefined) {
    // Nothing is there that could be overwritten: everything is sent again.
    run.state = undefined;
    return undefined;
  }
  if (run.head === run.state?.head) return undefined;
  const landed = (await files.readAttempts()).find((each) => isOurs(each) && each.head === run.head);
  if (landed) {
    run.state = { ...landed, sweepDue: true };
    await files.writeState(run.state);
    await files.writeAttempts([]);
    return landed.key === run.key ? { kind: 'nothing', commit: landed.head } : undefined;
  }
  return judgeFound(await run.look(run.head), input.device, run.state);
};
