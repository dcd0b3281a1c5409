import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { bareGit, tryBareGit } from './bare-git';
import { commitShape } from './commit-shape';
import type { World } from './host-server';
import { notFound, page, type RepositoryCall, type Route, readBody, validationFailed } from './rest-call';
import { repositoryShape } from './shapes';
import type { StoredRepository } from './store';

const RepositoryPatch = z
  .object({
    name: z.string().min(1),
    private: z.boolean(),
    archived: z.boolean(),
    default_branch: z.string(),
  })
  .partial();

const READ = { permission: 'metadata', level: 'read' } as const;
const READ_CONTENTS = { permission: 'contents', level: 'read' } as const;
const ADMINISTER = { permission: 'administration', level: 'write' } as const;

/** `/repos/{owner}/{repo}` itself and its branches. */
export const REPOSITORY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    need: READ,
    answer: async ({ world, repository, viewer }) => ({
      status: 200,
      body: repositoryShape(world, repository, viewer),
    }),
  },
  { method: 'PATCH', path: '/repos/:owner/:repo', need: ADMINISTER, answer: patchRepository },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo',
    need: ADMINISTER,
    async answer({ world, repository }) {
      await deleteRepository(world, repository);
      return { status: 204 };
    },
  },
  { method: 'GET', path: '/repos/:owner/:repo/branches', need: READ_CONTENTS, answer: listBranches },
  { method: 'GET', path: '/repos/:owner/:repo/branches/*branch', need: READ_CONTENTS, answer: getBranch },
];

async function patchRepository(call: RepositoryCall) {
  const { world, repository, viewer } = call;
  const patch = readBody(call, RepositoryPatch);
  if (patch.name !== undefined && patch.name !== repository.name) {
    if (world.store.findRepository(repository.owner, patch.name)) {
      throw validationFailed({
        resource: 'Repository',
        code: 'custom',
        field: 'name',
        message: 'name already exists on this account',
      });
    }
    await renameRepository(world, repository, patch.name);
  }
  if (patch.private !== undefined) repository.private = patch.private;
  if (patch.archived !== undefined) repository.archived = patch.archived;
  if (patch.default_branch !== undefined) {
    await bareGit(
      world.store.repositoryDir(repository),
      'symbolic-ref',
      'HEAD',
      `refs/heads/${patch.default_branch}`,
    );
    repository.defaultBranch = patch.default_branch;
  }
  world.store.save();
  return { status: 200, body: repositoryShape(world, repository, viewer) };
}

/** The old name leads to the new one from now on. */
export async function renameRepository(
  { store }: Pick<World, 'store'>,
  repository: StoredRepository,
  name: string,
): Promise<void> {
  const before = store.repositoryDir(repository);
  const after = store.repositoryDir({ ...repository, name });
  await mkdir(dirname(after), { recursive: true });
  await rename(before, after);
  repository.formerNames.push(`${repository.owner}/${repository.name}`);
  repository.name = name;
  store.save();
}

export async function deleteRepository(
  { store }: Pick<World, 'store'>,
  repository: StoredRepository,
): Promise<void> {
  const { repositories } = store.state;
  repositories.splice(repositories.indexOf(repository), 1);
  store.save();
  await rm(store.repositoryDir(repository), { recursive: true, force: true });
  const assets = repository.releases.flatMap(({ assets }) => assets);
  await Promise.all(assets.map(({ id }) => rm(store.assetFile(id), { force: true })));
}

async function listBranches(call: RepositoryCall) {
  const { world, repository } = call;
  const format = '%(refname:lstrip=2) %(objectname)';
  const listed = await bareGit(
    world.store.repositoryDir(repository),
    'for-each-ref',
    `--format=${format}`,
    'refs/heads',
  );
  const { items, headers } = page(call, listed.split('\n').filter(Boolean));
  const body = items.map((line) => {
    const [name = '', sha = ''] = line.split(' ');
    return {
      name,
      commit: { sha, url: `${urlOf(call)}/commits/${sha}` },
      protected: name in repository.protection,
    };
  });
  return { status: 200, body, headers };
}

async function getBranch(call: RepositoryCall) {
  const { world, repository, params } = call;
  const { branch: name = '' } = params;
  const dir = world.store.repositoryDir(repository);
  const sha = await tryBareGit(dir, 'rev-parse', '--verify', '--quiet', `refs/heads/${name}^{commit}`);
  if (sha === undefined) throw notFound();
  const self = `${urlOf(call)}/branches/${name}`;
  const isProtected = name in repository.protection;
  return {
    status: 200,
    body: {
      name,
      commit: await commitShape(world, repository, sha),
      _links: { self, html: `${world.urls.git}/${repository.owner}/${repository.name}/tree/${name}` },
      protected: isProtected,
      protection: {
        enabled: isProtected,
        required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
      },
      protection_url: `${self}/protection`,
    },
  };
}

function urlOf({ world, repository }: RepositoryCall): string {
  return `${world.urls.api}/repos/${repository.owner}/${repository.name}`;
}
