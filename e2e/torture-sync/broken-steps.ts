import { acknowledge } from '../../electron/app/sync/push/acknowledge';
import { pushCommit } from '../../electron/app/sync/push/move-branch';
import { openHead } from '../../electron/app/sync/push/open-head';
import type { PushStep } from '../../electron/app/sync/push/push-run';
import { PUSH_STEPS } from '../../electron/app/sync/push/run-push';
import { sendAssets } from '../../electron/app/sync/push/send-assets';
import { settle } from '../../electron/app/sync/push/settle';
import { stage } from '../../electron/app/sync/push/stage';
import { sweep } from '../../electron/app/sync/push/sweep';
import { writeCommit, writePending } from '../../electron/app/sync/push/write-commit';

/** Goes by its own notes alone, and never asks how a run ended that heard no answer. */
const assume: PushStep = async (run) => {
  run.state = await run.files.readState();
  run.head = run.state?.head;
  return undefined;
};

/** Makes room before anything else. */
const sweepFirst: PushStep = async (run) => {
  const named = new Set(run.staged?.assets);
  for (const asset of (await run.assets.list()).values())
    if (!named.has(asset.name)) await run.assets.remove(asset);
  return undefined;
};

/** Ways to put the steps together: the product's own, and three that lose data or get stuck. */
export const WAYS = {
  good: PUSH_STEPS,
  pointerBeforeAsset: [
    settle,
    openHead,
    stage,
    writeCommit,
    writePending,
    pushCommit,
    acknowledge,
    sendAssets,
    sweep,
  ],
  oldAssetsFirst: [
    settle,
    openHead,
    stage,
    sendAssets,
    sweepFirst,
    writeCommit,
    writePending,
    pushCommit,
    acknowledge,
  ],
  noSettle: [assume, openHead, stage, sendAssets, writeCommit, pushCommit, acknowledge, sweep],
} as const satisfies Readonly<Record<string, readonly PushStep[]>>;
export type Way = keyof typeof WAYS;
