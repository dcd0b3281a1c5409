import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bareGit } from './bare-git';
import type { World } from './host-server';
import { PRE_RECEIVE } from './pre-receive';
import type { StoredRepository } from './store';

export interface NewRepository {
  owner: string;
  name: string;
  /** Default true. */
  private?: boolean;
  /** Begins with a commit that holds a README. */
  autoInit?: boolean;
  /** Default `main`. */
  defaultBranch?: string;
  /** Whether pushes are searched for keys; default as GitHub does it: in public repositories alone. */
  pushProtection?: boolean;
}

const CONFIG = {
  'http.receivepack': 'true',
  'receive.fsckObjects': 'true',
  'receive.maxInputSize': String(2 ** 31),
  'receive.autogc': 'false',
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
};

/** Makes a bare repository with GitHub's hook in it. */
export async function addRepository(
  { store, clock }: Pick<World, 'store' | 'clock'>,
  wanted: NewRepository,
): Promise<StoredRepository> {
  const { owner, name, private: isPrivate = true, autoInit = false, defaultBranch = 'main' } = wanted;
  store.account(owner);
  const now = clock.now();
  const repository: StoredRepository = {
    id: store.takeId(),
    owner,
    name,
    private: isPrivate,
    archived: false,
    defaultBranch,
    protection: {},
    pushProtection: wanted.pushProtection ?? !isPrivate,
    collaborators: {},
    formerNames: [],
    createdAt: now,
    pushedAt: now,
    releases: [],
  };
  const dir = store.repositoryDir(repository);
  await mkdir(dir, { recursive: true });
  await bareGit(dir, 'init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`);
  for (const [key, value] of Object.entries(CONFIG)) await bareGit(dir, 'config', key, value);
  const hook = join(dir, 'hooks', 'pre-receive');
  await mkdir(join(dir, 'hooks'), { recursive: true });
  await writeFile(hook, PRE_RECEIVE);
  await chmod(hook, 0o755);
  if (autoInit) await commitReadme(dir, repository);
  store.state.repositories.push(repository);
  store.save();
  return repository;
}

async function commitReadme(dir: string, { owner, name, defaultBranch }: StoredRepository): Promise<void> {
  const file = join(dir, 'README.new');
  await writeFile(file, `# ${name}\n`);
  const blob = await bareGit(dir, 'hash-object', '-w', file);
  await bareGit(dir, 'update-index', '--add', '--cacheinfo', `100644,${blob},README.md`);
  const tree = await bareGit(dir, 'write-tree');
  const author = ['-c', `user.name=${owner}`, '-c', `user.email=${owner}@users.noreply.github.com`];
  const commit = await bareGit(dir, ...author, 'commit-tree', tree, '-m', 'Initial commit');
  await bareGit(dir, 'update-ref', `refs/heads/${defaultBranch}`, commit);
}
