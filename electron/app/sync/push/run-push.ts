import type { Clock } from '../../../lib/clock';
import type { ObjectStore } from '../../snapshots/object-store';
import { LocalDamage, openLocalRepository } from '../git/local-repository';
import { createRemote } from '../git/remote-branch';
import type { Git } from '../git/run-git';
import { openGitHub } from '../github/open-github';
import { gitProxy } from '../github/open-line';
import { openReleaseAssets } from '../github/release-assets';
import { checkedRepository } from '../look/checked-repository';
import { lookAtHead } from '../look/look-at-head';
import type { PushInput, PushResult } from '../repository-sync';
import { acknowledge } from './acknowledge';
import { contentKey } from './content-key';
import { pushCommit } from './move-branch';
import { openHead } from './open-head';
import { BeginAnew, found, type PushRun, type PushStep } from './push-run';
import { sendAssets } from './send-assets';
import { settle } from './settle';
import { stage } from './stage';
import { sweep } from './sweep';
import { openSyncFiles } from './sync-files';
import { writeCommit, writePending } from './write-commit';

/**
 * What keeps a bot from being lost, whenever a run dies: the order of these. Nothing is named before it is there, nothing
 * is removed before nobody names it, and what was not heard of is found out about first.
 */
export const PUSH_STEPS: readonly PushStep[] = [
  settle,
  openHead,
  stage,
  sendAssets,
  writeCommit,
  writePending,
  pushCommit,
  acknowledge,
  sweep,
];

export interface PushPorts {
  dir: string;
  clock: Clock;
  objects: ObjectStore;
  git: Git;
  proxy: string;
  endpoints: { api: string; git: string };
}

const MOST_BEGINNINGS = 4;

/** Saves once. Rejects with a `SyncError`, or with the signal's reason. */
export async function runPush(
  ports: PushPorts,
  input: PushInput,
  steps: readonly PushStep[] = PUSH_STEPS,
): Promise<PushResult> {
  const { target, signal } = input;
  const files = openSyncFiles(ports.dir, input.manifest.bot);
  const key = await contentKey(input);
  const state = await files.readState();
  const isSame =
    state?.key === key && state.branch === target.branch && sameName(state.repository, target.repository);
  if (isSame && (await files.readAttempts()).length === 0) return { kind: 'nothing', commit: state.head };

  const { clock, proxy, endpoints } = ports;
  const github = openGitHub({ token: target.token, api: endpoints.api, proxy, clock, signal });
  try {
    const repository = await checkedRepository(github, target.repository);
    for (let beginning = 1; ; beginning++) {
      const local = await openLocalRepository(ports.git, files.repositoryDir);
      const address = {
        url: `${endpoints.git}/${repository}.git`,
        token: target.token,
        proxy: gitProxy(proxy),
      };
      const remote = createRemote(local, address);
      const run: PushRun = {
        input,
        clock,
        objects: ports.objects,
        files,
        local,
        github,
        remote,
        assets: openReleaseAssets(github, repository),
        look: (commit) => lookAtHead({ git: ports.git, dir: ports.dir, remote: address, signal }, commit),
        repository,
        key,
        state: undefined,
        head: undefined,
        early: undefined,
        base: undefined,
        staged: undefined,
        next: undefined,
        cuts: false,
        bytesSent: 0,
      };
      try {
        for (const step of steps) {
          signal?.throwIfAborted();
          const end = await step(run);
          if (end) return end;
        }
        return {
          kind: 'done',
          commit: found(run.next, 'writeCommit').head,
          repository,
          files: found(run.staged, 'stage').changedFiles,
          bytesSent: run.bytesSent,
          requests: github.requests() + remote.calls(),
        };
      } catch (error) {
        if (beginning >= MOST_BEGINNINGS) throw error;
        if (error instanceof LocalDamage) await local.remove();
        else if (!(error instanceof BeginAnew)) throw error;
      } finally {
        // Nothing of a run is still reading when it is over.
        await run.early?.content;
      }
    }
  } finally {
    await github.close();
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
