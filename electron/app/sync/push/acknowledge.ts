import { found, type PushStep } from './push-run';

/** The branch is known to stand at our commit: from here on that is where the next run begins. */
export const acknowledge: PushStep = async (run) => {
  const next = found(run.next, 'writeCommit');
  const { history } = next;
  run.next = { ...next, history: { ...history, bytes: history.bytes + run.bytesSent } };
  await run.files.writeState(run.next);
  await run.files.writeAttempts([]);
  await run.local.hold(next.head);
  return undefined;
};
