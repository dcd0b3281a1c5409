import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type LocalRepository, openLocalRepository } from '../git/local-repository';
import { branchRef, type Remote } from '../git/remote-branch';
import type { Git } from '../git/run-git';
import type { FoundHead } from '../look/look-at-head';
import type { SyncTarget } from '../repository-sync';
import { SyncError } from '../sync-error';
import { parseManifest } from '../tree/sync-manifest';
import { layOut, MANIFEST_PATH } from '../tree/tree-layout';
import type { SyncFiles } from './sync-files';

export interface TakeOver {
  git: Git;
  files: SyncFiles;
  target: SyncTarget;
  found: FoundHead;
  connect(local: LocalRepository): Remote;
  /** A repository that a restore brought here; taken for our own if the commit is in it. */
  fetched: string;
  signal?: AbortSignal | undefined;
}

/** Makes a commit that lies there the one that the next save builds on. */
export async function takeOver({
  git,
  files,
  target,
  found,
  connect,
  fetched,
  signal,
}: TakeOver): Promise<void> {
  const { commit, kind } = found;
  const known = await files.readState();
  if (kind === 'foreign' && !known) throw new SyncError('syncForeign');
  const brought = await openLocalRepository(git, fetched);
  if (await brought.has(commit)) {
    await rm(files.repositoryDir, { recursive: true, force: true });
    await mkdir(dirname(files.repositoryDir), { recursive: true, mode: 0o700 });
    await rename(fetched, files.repositoryDir);
  }
  const local = await openLocalRepository(git, files.repositoryDir);
  const remote = connect(local);
  if (!(await local.has(commit))) await remote.fetch(commit, { depth: 1, signal });
  await local.hold(commit);
  const manifestId = (await local.listTree(commit, signal)).get(MANIFEST_PATH);
  const manifest =
    kind === 'saved' && manifestId !== undefined
      ? parseManifest(await local.readText(manifestId, signal))
      : undefined;
  const archives = await remote.list(branchRef(`archive-${target.branch}-`), signal);
  const [archive] = [...archives].map(([ref, oldHead]) => ({
    branch: ref.slice(branchRef('').length),
    commit: oldHead,
  }));
  await files.writeState({
    version: 1,
    repository: target.repository,
    branch: target.branch,
    head: commit,
    generation: manifest?.header.generation ?? known?.generation ?? 0,
    key: '',
    assets: manifest
      ? [
          [
            ...new Set(
              layOut(manifest.entries).flatMap(({ file }) => file.parts?.map(({ asset }) => asset) ?? []),
            ),
          ],
        ]
      : [],
    history: { commits: 1, bytes: 0 },
    uncut: false,
    anchor: manifest?.header.anchor ?? known?.anchor ?? commit,
    sweepDue: false,
    ...(archive ? { archive } : {}),
  });
  await files.writeAttempts([]);
}
