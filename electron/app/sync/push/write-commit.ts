import { z } from 'zod';
import { formatMessage } from './commit-message';
import { found, type PushRun, type PushStep } from './push-run';

/** A history is cut when it has grown by as much as there is data, and at least by so much. */
const SMALLEST_CUT_BYTES = 4_000_000;
const MOST_COMMITS = 1_000;
const KEPT_GENERATIONS = 3;

const Named = z.object({ name: z.string().optional() });

/** Makes the one commit that has everything in it, here on this disk, and notes what will be true once it is there. */
export const writeCommit: PushStep = async (run) => {
  const { manifest, tree, assets, changedFiles, bytes } = found(run.staged, 'stage');
  const { local, input, state, remote } = run;
  const { signal } = input;
  const { header } = manifest;
  run.cuts = state !== undefined && isDue(run, bytes);
  const parent = state && !run.cuts ? state.head : header.anchor;
  const isKnown = run.base !== undefined && parent === state?.head;
  if (!isKnown && !(await local.has(parent))) await remote.fetch(parent, { depth: 1, signal });
  const name = Named.safeParse(input.manifest.record).data?.name ?? input.manifest.bot;
  const message = formatMessage(header, name, changedFiles, bytes);
  const head = await local.writeCommit(
    { tree: await local.writeTree(tree, signal), parent, message, at: header.at },
    signal,
  );
  const before = state?.assets ?? [];
  const keeps = [[...assets], ...before].slice(0, KEPT_GENERATIONS);
  const kept = new Set(keeps.flat());
  run.next = {
    version: 1,
    repository: run.repository,
    branch: input.target.branch,
    head,
    generation: header.generation,
    key: run.key,
    assets: keeps,
    history: {
      commits: run.cuts ? 1 : (state?.history.commits ?? 0) + 1,
      bytes: run.cuts ? 0 : (state?.history.bytes ?? 0),
    },
    uncut: state?.uncut ?? false,
    anchor: header.anchor,
    sweepDue: (state?.sweepDue ?? false) || before.flat().some((asset) => !kept.has(asset)),
    ...(run.cuts && state
      ? { archive: { branch: `archive-${input.target.branch}-${header.generation}`, commit: state.head } }
      : {}),
  };
  return undefined;
};

function isDue({ state }: PushRun, bytes: number): boolean {
  if (!state || state.uncut || state.generation === 0) return false;
  const { history } = state;
  return history.commits >= MOST_COMMITS || history.bytes >= Math.max(SMALLEST_CUT_BYTES, bytes);
}

/** From here on a run that dies is found out about by the next one. */
export const writePending: PushStep = async (run) => {
  await run.files.writeAttempts([...(await run.files.readAttempts()), found(run.next, 'writeCommit')]);
  return undefined;
};
