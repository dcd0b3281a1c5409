import { z } from 'zod';
import { bareGit, tryBareGit } from './bare-git';
import { notFound, type RepositoryCall, RestError, type Route, readBody } from './rest-call';
import { nodeId } from './shapes';

const Sha = z.string().regex(/^[0-9a-f]{40}$/);
const NewRef = z.object({ ref: z.string().regex(/^refs\/[^/]+\/.+/), sha: Sha });
const RefPatch = z.object({ sha: Sha, force: z.boolean().default(false) });

const READ = { permission: 'contents', level: 'read' } as const;
const WRITE = { permission: 'contents', level: 'write' } as const;

/** Git's refs over REST. */
export const REF_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/ref/*ref',
    need: READ,
    async answer(call) {
      await refuseEmpty(call);
      const body = await findRef(call, `refs/${call.params['ref']}`);
      if (!body) throw notFound();
      return { status: 200, body };
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/matching-refs/*ref',
    need: READ,
    async answer(call) {
      await refuseEmpty(call);
      const names = await bareGit(dirOf(call), 'for-each-ref', '--format=%(refname)', 'refs');
      const wanted = names.split('\n').filter((name) => name.startsWith(`refs/${call.params['ref']}`));
      return { status: 200, body: await Promise.all(wanted.map((name) => findRef(call, name))) };
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/git/refs',
    need: WRITE,
    async answer(call) {
      await refuseEmpty(call);
      const { ref, sha } = readBody(call, NewRef);
      if (await findRef(call, ref)) throw new RestError(422, 'Reference already exists');
      await refuseUnlessThere(call, sha);
      await bareGit(dirOf(call), 'update-ref', ref, sha);
      return { status: 201, body: await findRef(call, ref) };
    },
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/git/refs/*ref',
    need: WRITE,
    async answer(call) {
      const ref = `refs/${call.params['ref']}`;
      const { sha, force } = readBody(call, RefPatch);
      if (!(await findRef(call, ref))) throw new RestError(422, 'Reference does not exist');
      await refuseUnlessThere(call, sha);
      refuseProtected(call, ref, force);
      const isForward =
        (await tryBareGit(dirOf(call), 'merge-base', '--is-ancestor', ref, sha)) !== undefined;
      if (!force && !isForward) throw new RestError(422, 'Update is not a fast forward');
      await bareGit(dirOf(call), 'update-ref', ref, sha);
      return { status: 200, body: await findRef(call, ref) };
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo/git/refs/*ref',
    need: WRITE,
    async answer(call) {
      const ref = `refs/${call.params['ref']}`;
      if (!(await findRef(call, ref))) throw new RestError(422, 'Reference does not exist');
      refuseProtected(call, ref, true);
      await bareGit(dirOf(call), 'update-ref', '-d', ref);
      return { status: 204 };
    },
  },
];

function dirOf({ world, repository }: RepositoryCall): string {
  return world.store.repositoryDir(repository);
}

async function findRef(call: RepositoryCall, ref: string) {
  const sha = await tryBareGit(dirOf(call), 'rev-parse', '--verify', '--quiet', ref);
  if (sha === undefined) return undefined;
  const type = await bareGit(dirOf(call), 'cat-file', '-t', sha);
  const { repository, world } = call;
  const git = `${world.urls.api}/repos/${repository.owner}/${repository.name}/git`;
  return {
    ref,
    node_id: nodeId(ref, repository.id),
    url: `${git}/${ref}`,
    object: { sha, type, url: `${git}/${type}s/${sha}` },
  };
}

/** @throws RestError 409 */
async function refuseEmpty(call: RepositoryCall): Promise<void> {
  if (await isEmpty(dirOf(call))) throw new RestError(409, 'Git Repository is empty.');
}

export async function isEmpty(dir: string): Promise<boolean> {
  return (await bareGit(dir, 'for-each-ref', '--count=1')) === '';
}

async function refuseUnlessThere(call: RepositoryCall, sha: string): Promise<void> {
  if ((await tryBareGit(dirOf(call), 'cat-file', '-e', sha)) === undefined)
    throw new RestError(422, 'Object does not exist');
}

function refuseProtected({ repository }: RepositoryCall, ref: string, isForced: boolean): void {
  const level = repository.protection[ref.replace(/^refs\/heads\//, '')];
  if (level === 'all' || (level === 'force' && isForced))
    throw new RestError(422, 'Cannot update this protected ref.');
}
