import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/errors';
import { createQueue } from '../../lib/queue';
import { findGit } from '../sync/git/find-git';
import { LocalDamage, type LocalRepository, openLocalRepository } from '../sync/git/local-repository';
import { branchRef, createRemote } from '../sync/git/remote-branch';
import { shippedGitFolders } from '../sync/git/shipped-git';
import { openGitHub } from '../sync/github/open-github';
import { gitProxy } from '../sync/github/open-line';
import { openReleaseAssets, type ReleaseAssets, type StoredAsset } from '../sync/github/release-assets';
import type { RepositorySyncOptions } from '../sync/repository-sync';
import { SyncError } from '../sync/sync-error';
import { checkBrought } from './check-brought';
import type { LegacyImport, LegacySource } from './legacy-import';
import { type ImportPlan, isLeftOut, planImport } from './plan-import';
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
  const folder = join(dir, 'sync', 'legacy');
  const queue = createQueue();
  const dirOf = (repository: string) =>
    join(folder, createHash('sha256').update(repository.toLowerCase()).digest('hex').slice(0, 16));

  async function open<T>(
    { target, signal, onProgress }: LegacySource,
    wanted: string | undefined,
    use: (opened: Opened) => Promise<T>,
  ): Promise<T> {
    const { token, branch } = target;
    const github = openGitHub({ token, api: endpoints.api, proxy: proxy(), clock, signal });
    try {
      const { name: repository } = await github.repository(target.repository);
      const git = await findGit([...gitFolders, ...shippedGitFolders()]);
      const local = await openLocalRepository(git, dirOf(target.repository));
      const remote = createRemote(local, {
        url: `${endpoints.git}/${repository}.git`,
        token,
        proxy: gitProxy(proxy()),
      });
      const commit = wanted ?? (await remote.read(branchRef(branch), signal));
      if (commit === undefined) throw new AppError('legacyEmpty', { repository, branch });
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
      throw error instanceof LocalDamage
        ? new SyncError('syncDamaged', { what: 'local' }, { cause: error })
        : error;
    } finally {
      await github.close();
    }
  }

  return {
    clear: () =>
      queue.run(async () => {
        const isThere = existsSync(folder);
        await rm(folder, { recursive: true, force: true });
        return isThere;
      }),
    look: (source) =>
      queue.run(() =>
        open(source, undefined, async ({ local, repository, commit, assetsOf }) => {
          const plan = await planImport(local, commit, source, assetsOf, []);
          if (plan.things.length === 0) throw new AppError('legacyForeign', { repository });
          const large = plan.things.filter(({ source: from }) => from.kind === 'asset');
          const parts = partsOf(plan, source);
          return {
            repository,
            commit,
            files: parts.reduce((sum, { files }) => sum + files, 0),
            bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
            large: { files: large.length, bytes: bytesOf(large) },
            parts,
            left: plan.left,
          };
        }),
      ),
    read: (reading) =>
      queue.run(() =>
        open(reading, reading.commit, async ({ local, repository, commit, assets, assetsOf }) => {
          const { services, leaveOut, bot, record, id, signal, onProgress } = reading;
          const plan = await planImport(local, commit, reading, assetsOf, leaveOut);
          if (plan.things.length === 0) throw new AppError('legacyForeign', { repository });
          const lost = plan.left.find(({ path, why }) => why === 'lost' && !isLeftOut(path, leaveOut));
          if (lost && !reading.withoutLost) throw new AppError('legacyDamaged', { path: lost.path });
          const taken = await takeIn(plan, { local, assets, objects }, reading);
          const texts = await readTexts(local, plan.reads, signal);
          onProgress?.({ phase: 'checking' });
          const { entries, databases } = await checkBrought(taken, objects, {
            services,
            work: join(folder, 'work'),
            signal: signal ?? new AbortController().signal,
          });
          const named = new Set(entries.map(({ service }) => service));
          const copied = services
            .filter(({ name }) => named.has(name))
            .map(({ name, image }) => ({
              name,
              image,
              stoodStillMs: 0,
              databases: databases
                .filter(({ service }) => service === name)
                .map(({ volume, path }) => ({ volume, path, state: 'whole' as const })),
            }));
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
            texts,
            left: [...plan.left, ...taken.left],
          };
        }),
      ),
  };
}

function partsOf({ things, reads }: ImportPlan, { services }: Pick<LegacySource, 'services'>) {
  const all = [...things.map(({ placed: { service }, size }) => ({ service, size })), ...reads];
  return services.flatMap(({ name }) => {
    const mine = all.filter(({ service }) => service === name);
    return mine.length === 0 ? [] : [{ service: name, files: mine.length, bytes: bytesOf(mine) }];
  });
}

function bytesOf(things: readonly { size: number }[]): number {
  return things.reduce((sum, { size }) => sum + size, 0);
}

async function readTexts(
  local: LocalRepository,
  reads: ImportPlan['reads'],
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await local.readBlobs(
    reads.map(({ id }) => id),
    async (index, content) => {
      const path = reads[index]?.path ?? '';
      texts.set(path, Buffer.concat(await Array.fromAsync(content)).toString());
    },
    signal,
  );
  return texts;
}
