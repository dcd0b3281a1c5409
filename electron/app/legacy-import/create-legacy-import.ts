import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findGit } from '../sync/git/find-git';
import { LocalDamage, type LocalRepository, openLocalRepository } from '../sync/git/local-repository';
import { branchRef, createRemote } from '../sync/git/remote-branch';
import { openGitHub } from '../sync/github/open-github';
import { gitProxy } from '../sync/github/open-line';
import { openReleaseAssets, type ReleaseAssets, type StoredAsset } from '../sync/github/release-assets';
import type { RepositorySyncOptions, SyncTarget } from '../sync/repository-sync';
import { SyncError } from '../sync/sync-error';
import type { LegacyImport, LegacySource } from './legacy-import';
import { planImport } from './plan-import';
import { takeIn } from './take-in';

const GITHUB = { api: 'https://api.github.com', git: 'https://github.com' };

/** What is open while a repository is looked at. */
interface Opened {
  local: LocalRepository;
  /** As it is called now. */
  repository: string;
  commit: string;
  assets: ReleaseAssets;
  assetsOf(release: string): Promise<Iterable<StoredAsset>>;
}

/** Reads repositories of the older backup tool, by git and by GitHub's REST API. */
export function createLegacyImport(options: RepositorySyncOptions): LegacyImport {
  const { dir, clock, objects, gitFolders, proxy, endpoints = GITHUB } = options;
  const dirOf = ({ repository }: SyncTarget) =>
    join(
      dir,
      'sync',
      'legacy',
      createHash('sha256').update(repository.toLowerCase()).digest('hex').slice(0, 16),
    );

  async function open<T>(
    { target, signal, onProgress }: LegacySource,
    wanted: string | undefined,
    use: (opened: Opened) => Promise<T>,
  ): Promise<T> {
    const { token, branch } = target;
    const github = openGitHub({ token, api: endpoints.api, proxy: proxy(), clock, signal });
    try {
      const { name: repository } = await github.repository(target.repository);
      const local = await openLocalRepository(await findGit(gitFolders), dirOf(target));
      const remote = createRemote(local, {
        url: `${endpoints.git}/${repository}.git`,
        token,
        proxy: gitProxy(proxy()),
      });
      const commit = wanted ?? (await remote.read(branchRef(branch), signal));
      if (commit === undefined) throw new SyncError('syncRepositoryMissing', { branch });
      onProgress?.({ phase: 'downloading' });
      if (!(await local.has(commit))) await remote.fetch(commit, { depth: 1, signal });
      const listed = new Map<string, Promise<Iterable<StoredAsset>>>();
      const assetsOf = (release: string) => {
        const listing =
          listed.get(release) ??
          openReleaseAssets(github, repository, release)
            .list()
            .then((assets) => [...assets.values()]);
        listed.set(release, listing);
        return listing;
      };
      return await use({
        local,
        repository,
        commit,
        assets: openReleaseAssets(github, repository),
        assetsOf,
      });
    } catch (error) {
      throw error instanceof LocalDamage ? new SyncError('syncDamaged', {}, { cause: error }) : error;
    } finally {
      await github.close();
    }
  }
  const forget = async (target: SyncTarget) => {
    const local = await openLocalRepository(await findGit(gitFolders), dirOf(target));
    await local.remove();
  };

  return {
    forget,
    look: (source) =>
      open(source, undefined, async ({ local, repository, commit, assetsOf }) => {
        const { things, left } = await planImport(local, commit, source, assetsOf, []);
        if (things.length === 0) throw new SyncError('syncForeign', { repository });
        const large = things.filter(({ source: from }) => from.kind === 'asset');
        const bytesOf = (some: typeof things) => some.reduce((sum, { size }) => sum + size, 0);
        return {
          repository,
          commit,
          files: things.length,
          bytes: bytesOf(things),
          large: { files: large.length, bytes: bytesOf(large) },
          left,
        };
      }),
    read: (reading) =>
      open(reading, reading.commit, async ({ local, repository, commit, assets, assetsOf }) => {
        const { services, leaveOut, bot, record, id } = reading;
        const plan = await planImport(local, commit, reading, assetsOf, leaveOut);
        if (plan.things.length === 0) throw new SyncError('syncForeign', { repository });
        const lost = plan.left.find(({ path, why }) => why === 'lost' && !leaveOut.includes(path));
        if (lost) throw new SyncError('syncDamaged', { what: lost.path });
        const { entries, left } = await takeIn(plan, { local, assets, objects }, reading);
        const named = new Set(entries.map(({ service }) => service));
        const copied = services
          .filter(({ name }) => named.has(name))
          .map(({ name, image }) => ({ name, image, stoodStillMs: 0, databases: [] }));
        await local.remove();
        return {
          manifest: {
            version: 1,
            id,
            bot,
            at: clock.now(),
            reason: 'import',
            record,
            services: copied,
            entries,
          },
          left: [...plan.left, ...left],
        };
      }),
  };
}
