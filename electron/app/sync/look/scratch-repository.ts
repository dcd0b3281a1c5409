import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type LocalRepository, openLocalRepository } from '../git/local-repository';
import { createRemote, type Remote, type RemoteOptions } from '../git/remote-branch';
import type { Git } from '../git/run-git';

/** Where a look at a repository finds its place, and whom it asks. */
export interface Lookout {
  git: Git;
  /** The data directory. */
  dir: string;
  remote: RemoteOptions;
  signal?: AbortSignal | undefined;
}

/** For a look at the outside of a remote repository: a local one that lacks what it did not need is none to save from. */
export async function inScratch<T>(
  { git, dir, remote }: Lookout,
  use: (local: LocalRepository, remote: Remote) => Promise<T>,
): Promise<T> {
  const local = await openLocalRepository(git, join(dir, 'sync', 'scratch', randomBytes(8).toString('hex')));
  try {
    return await use(local, createRemote(local, remote));
  } finally {
    await local.remove();
  }
}
