import type { BotId } from '../../contract/ids';
import type { Clock } from '../../lib/clock';
import type { BotRuntime } from '../bot/bot-runtime';
import type { Snapshots } from '../snapshots/snapshots-calls';
import { createRepositorySync } from './create-repository-sync';
import type { RepositorySyncOptions } from './repository-sync';
import type { Saving } from './saving';

/** Binds what saves to repositories to the bots' own snapshots. */
export function createSaving(options: {
  /** The data directory. */
  dir: string;
  clock: Clock;
  snapshots: Snapshots;
  runtime: (bot: BotId) => BotRuntime;
  proxy: () => string;
  codeHost: CodeHost | undefined;
}): Saving {
  const { dir, clock, snapshots, proxy, codeHost = {} } = options;
  return {
    dir,
    snapshots,
    repositories: createRepositorySync({
      dir: codeHost.folder ?? dir,
      clock,
      objects: snapshots.objects,
      gitFolders: codeHost.gitFolders ?? [],
      proxy,
      endpoints: codeHost.endpoints,
    }),
    // Somebody has a snapshot taken, gone back to or saved: one thing after the other.
    busyWith: (bot) => (options.runtime(bot).state.snapshots.progress ? 'restore' : undefined),
  };
}

/** Where GitHub is, when it is another one than github.com, and how it is spoken to from here. */
export interface CodeHost {
  /** Where copies of repositories lie on this computer; the data directory without it. */
  folder?: string;
  endpoints?: RepositorySyncOptions['endpoints'];
  /** Folders in which a git of our own may lie. */
  gitFolders?: readonly string[];
}
