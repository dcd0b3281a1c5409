import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { codeOf } from '../../lib/atomic-file';
import { createQueue, type Queue } from '../../lib/queue';
import { findGit } from './git/find-git';
import { LocalDamage, openLocalRepository } from './git/local-repository';
import { branchRef, createRemote } from './git/remote-branch';
import type { Git } from './git/run-git';
import { shippedGitFolders } from './git/shipped-git';
import { type GitHub, openGitHub } from './github/open-github';
import { gitProxy } from './github/open-line';
import { openReleaseAssets } from './github/release-assets';
import { createAgeKey, readAgeKey, unsealText } from './keys/age-keys';
import { checkedRepository } from './look/checked-repository';
import { lookAtHead } from './look/look-at-head';
import { readHistory } from './look/read-history';
import { inScratch, type Lookout } from './look/scratch-repository';
import { runPush } from './push/run-push';
import { openSyncFiles } from './push/sync-files';
import { takeOver } from './push/take-over';
import type { RepositorySync, RepositorySyncOptions, SyncTarget } from './repository-sync';
import { readSaved } from './restore/read-saved';
import { SyncError } from './sync-error';

const GITHUB = { api: 'https://api.github.com', git: 'https://github.com' };

/** Saves bots to repositories of GitHub's, by git and by its REST API. */
export function createRepositorySync(options: RepositorySyncOptions): RepositorySync {
  const { dir, clock, objects, gitFolders, proxy, endpoints = GITHUB } = options;
  const queues = new Map<string, Queue>();
  const inTurn = <T>(name: string, work: () => Promise<T>) => {
    const queue = queues.get(name) ?? createQueue();
    queues.set(name, queue);
    return queue.run(work).catch((error: unknown) => {
      throw told(error);
    });
  };
  let known: Git | undefined;
  const git = async () => {
    known ??= await findGit([...gitFolders, ...shippedGitFolders()]);
    return known;
  };
  const withGitHub = async <T>(
    token: string,
    signal: AbortSignal | undefined,
    use: (github: GitHub) => Promise<T>,
  ) => {
    const github = openGitHub({ token, api: endpoints.api, proxy: proxy(), clock, signal });
    try {
      return await use(github);
    } finally {
      await github.close();
    }
  };
  const remoteOf = ({ token }: SyncTarget, repository: string) => ({
    url: `${endpoints.git}/${repository}.git`,
    token,
    proxy: gitProxy(proxy()),
  });
  /** A look at a branch, by whatever name its repository has now. */
  const look = async <T>(
    target: SyncTarget,
    signal: AbortSignal | undefined,
    use: (lookout: Lookout, head: string | undefined, repository: string) => Promise<T>,
  ) => {
    const { name: repository } = await withGitHub(target.token, signal, (github) =>
      github.repository(target.repository),
    );
    const lookout: Lookout = { git: await git(), dir, remote: remoteOf(target, repository), signal };
    const head = await inScratch(lookout, (_, remote) => remote.read(branchRef(target.branch), signal));
    return await use(lookout, head, repository);
  };
  const fetchedDir = ({ repository }: SyncTarget) =>
    join(
      dir,
      'sync',
      'fetched',
      createHash('sha256').update(repository.toLowerCase()).digest('hex').slice(0, 16),
    );

  return {
    async createKeys() {
      const [own, recovery] = [await createAgeKey(), await createAgeKey()];
      return {
        identity: own.identity,
        recoveryKey: recovery.identity,
        recoveryRecipient: recovery.recipient,
      };
    },
    recipientOf: async (recoveryKey) => (await readAgeKey(recoveryKey))?.recipient,
    async git() {
      const { version, bundled } = await git();
      return { version, bundled };
    },
    checkToken: (token, signal) => withGitHub(token, signal, (github) => github.account()),
    repositories: (token, signal) => withGitHub(token, signal, (github) => github.repositories()),
    createRepository: (token, name, signal) => withGitHub(token, signal, (github) => github.create(name)),
    checkRepository: (target, signal) =>
      look(target, signal, async (lookout, head, repository) => {
        await withGitHub(target.token, signal, (github) => checkedRepository(github, repository));
        const found = head === undefined ? undefined : await lookAtHead(lookout, head);
        const content = ({ saved: 'ours', edited: 'ours', blank: 'empty', foreign: 'foreign' } as const)[
          found?.kind ?? 'blank'
        ];
        return { repository, branch: target.branch, content, mayPush: true };
      }),
    checkKey: (target, key, signal) =>
      look(target, signal, async (lookout, head) => {
        const own = await readAgeKey(key);
        if (head === undefined) return own !== undefined;
        const { bundle } = await lookAtHead(lookout, head);
        if (!own || bundle === undefined) return own !== undefined;
        return await inScratch(lookout, async (local, remote) => {
          await remote.fetchBlob(bundle, signal);
          const { stdout } = await local.run(['cat-file', 'blob', bundle], { signal });
          return (await unsealText(stdout, own.identity)) !== undefined;
        });
      }),
    push: (input) =>
      inTurn(input.manifest.bot, async () =>
        runPush({ dir, clock, objects, git: await git(), proxy: proxy(), endpoints }, input),
      ).catch((error: unknown) => {
        if (error instanceof SyncError && !input.signal?.aborted)
          return { kind: 'failed', failure: error.failure };
        throw error;
      }),
    generations: (target, signal) =>
      look(target, signal, async (lookout, head) =>
        head === undefined ? [] : await readHistory(lookout, head),
      ),
    restore: ({ target, key, commit, signal, onProgress }) =>
      inTurn(fetchedDir(target), () =>
        look(target, signal, async (lookout, head, repository) => {
          const wanted = commit ?? head;
          if (wanted === undefined) throw new SyncError('syncRepositoryMissing', { branch: target.branch });
          const local = await openLocalRepository(lookout.git, fetchedDir(target));
          if (!(await local.has(wanted))) {
            const remote = createRemote(local, lookout.remote);
            onProgress?.({ phase: 'downloading' });
            await remote.fetch(wanted, { depth: 1, signal });
          }
          return await withGitHub(target.token, signal, (github) =>
            readSaved(local, openReleaseAssets(github, repository), objects, {
              commit: wanted,
              key,
              signal,
              onProgress,
            }),
          ).catch(async (error: unknown) => {
            // The next try begins without it: what is damaged here may be whole there.
            if (error instanceof LocalDamage) await local.remove();
            throw error;
          });
        }),
      ),
    takeOver: (bot, target, commit, signal) =>
      inTurn(bot, () =>
        look(target, signal, async (lookout, _, repository) =>
          takeOver({
            git: lookout.git,
            files: openSyncFiles(dir, bot),
            target: { ...target, repository },
            found: await lookAtHead(lookout, commit),
            connect: (local) => createRemote(local, lookout.remote),
            fetched: fetchedDir(target),
            signal,
          }),
        ),
      ),
    forget: (bot: BotId) => inTurn(bot, () => openSyncFiles(dir, bot).remove()),
  };
}

/** What went wrong on this disk, in the words that all failures are told in. */
function told(error: unknown): unknown {
  if (error instanceof LocalDamage) return new SyncError('syncDamaged', { what: 'local' }, { cause: error });
  const isFull =
    error instanceof AppError ? error.code === 'diskFull' : /^(?:ENOSPC|EDQUOT)$/.test(codeOf(error) ?? '');
  return isFull ? new SyncError('syncDiskFull', {}, { cause: error }) : error;
}
