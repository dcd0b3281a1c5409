import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { bareGit, tryBareGit } from './bare-git';
import type { World } from './host-server';
import { isEmpty } from './ref-routes';
import { notFound, page, type RepositoryCall, type Route, readBody, validationFailed } from './rest-call';
import { assetShape, releaseShape } from './shapes';
import type { StoredAsset, StoredRelease } from './store';

const NewRelease = z.object({
  tag_name: z.string().min(1),
  target_commitish: z.string().optional(),
  name: z.string().nullable().optional(),
  body: z.string().nullable().optional(),
  draft: z.boolean().default(false),
  prerelease: z.boolean().default(false),
});

const READ = { permission: 'contents', level: 'read' } as const;
const WRITE = { permission: 'contents', level: 'write' } as const;
const BASE = '/repos/:owner/:repo/releases';

/** Releases and their assets; uploads have a host of their own. */
export const RELEASE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: BASE,
    need: READ,
    async answer(call) {
      const { items, headers } = page(call, call.repository.releases.toReversed());
      return {
        status: 200,
        body: items.map((each) => releaseShape(call.world, call.repository, each)),
        headers,
      };
    },
  },
  { method: 'POST', path: BASE, need: WRITE, answer: createRelease },
  {
    method: 'GET',
    path: `${BASE}/tags/*tag`,
    need: READ,
    async answer({ world, repository, params }) {
      const found = repository.releases.find(({ tag, draft }) => tag === params['tag'] && !draft);
      if (!found) throw notFound();
      return { status: 200, body: releaseShape(world, repository, found) };
    },
  },
  { method: 'GET', path: `${BASE}/assets/:id`, need: READ, answer: getAsset },
  {
    method: 'DELETE',
    path: `${BASE}/assets/:id`,
    need: WRITE,
    async answer(call) {
      const { release, asset } = findAsset(call);
      release.assets.splice(release.assets.indexOf(asset), 1);
      await dropAssets(call.world, [asset]);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: `${BASE}/:id`,
    need: READ,
    answer: async (call) => ({
      status: 200,
      body: releaseShape(call.world, call.repository, findRelease(call)),
    }),
  },
  {
    method: 'DELETE',
    path: `${BASE}/:id`,
    need: WRITE,
    async answer(call) {
      const release = findRelease(call);
      call.repository.releases.splice(call.repository.releases.indexOf(release), 1);
      await dropAssets(call.world, release.assets);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: `${BASE}/:id/assets`,
    need: READ,
    async answer(call) {
      const release = findRelease(call);
      const { items, headers } = page(call, release.assets);
      return {
        status: 200,
        body: items.map((asset) => assetShape(call.world, call.repository, release, asset)),
        headers,
      };
    },
  },
];

async function createRelease(call: RepositoryCall) {
  const { world, repository, viewer = '' } = call;
  const wanted = readBody(call, NewRelease);
  const dir = world.store.repositoryDir(repository);
  if (!wanted.draft && (await isEmpty(dir)))
    throw validationFailed({ resource: 'Release', code: 'custom', message: 'Repository is empty.' });
  if (repository.releases.some(({ tag, draft }) => tag === wanted.tag_name && !draft && !wanted.draft))
    throw validationFailed({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  const target = wanted.target_commitish ?? repository.defaultBranch;
  if (!wanted.draft) await tagIfNone(dir, wanted.tag_name, target);
  const release: StoredRelease = {
    id: world.store.takeId(),
    tag: wanted.tag_name,
    name: wanted.name ?? null,
    body: wanted.body ?? null,
    draft: wanted.draft,
    prerelease: wanted.prerelease,
    target,
    author: viewer,
    createdAt: world.clock.now(),
    assets: [],
  };
  repository.releases.push(release);
  world.store.save();
  return { status: 201, body: releaseShape(world, repository, release) };
}

/** A published release brings its tag along. */
async function tagIfNone(dir: string, tag: string, target: string): Promise<void> {
  const ref = `refs/tags/${tag}`;
  if ((await tryBareGit(dir, 'rev-parse', '--verify', '--quiet', ref)) !== undefined) return;
  const commit =
    (await tryBareGit(dir, 'rev-parse', '--verify', '--quiet', `refs/heads/${target}^{commit}`)) ??
    (await tryBareGit(dir, 'rev-parse', '--verify', '--quiet', `${target}^{commit}`));
  if (commit === undefined)
    throw validationFailed({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
  await bareGit(dir, 'update-ref', ref, commit);
}

async function getAsset(call: RepositoryCall) {
  const { world, repository } = call;
  const { release, asset } = findAsset(call);
  if (!call.accept.includes('application/octet-stream'))
    return { status: 200, body: assetShape(world, repository, release, asset) };
  if (asset.state !== 'uploaded') throw notFound();
  asset.downloads += 1;
  const until = world.clock.now() + 300_000;
  const location = `${world.urls.downloads}/assets/${asset.id}?se=${until}&sig=${signatureOf(asset.id, until)}`;
  return { status: 302, headers: { location } };
}

/** What lets somebody without a token fetch one asset for five minutes. */
export function signatureOf(id: number, until: number): string {
  return createHmac('sha256', 'the downloads host').update(`${id} ${until}`).digest('hex');
}

function findRelease({ repository, params }: RepositoryCall): StoredRelease {
  const found = repository.releases.find(({ id }) => String(id) === params['id']);
  if (!found) throw notFound();
  return found;
}

function findAsset({ repository, params }: RepositoryCall): { release: StoredRelease; asset: StoredAsset } {
  for (const release of repository.releases) {
    const asset = release.assets.find(({ id }) => String(id) === params['id']);
    if (asset) return { release, asset };
  }
  throw notFound();
}

async function dropAssets({ store }: World, assets: readonly StoredAsset[]): Promise<void> {
  store.save();
  await Promise.all(assets.map(({ id }) => rm(store.assetFile(id), { force: true })));
}
