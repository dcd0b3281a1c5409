import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Permission = z.enum(['read', 'write']);

const StoredToken = z.object({
  token: z.string(),
  /** The account that made it. */
  owner: z.string(),
  kind: z.enum(['classic', 'fineGrained']),
  /** Of a classic one. */
  scopes: z.array(z.string()),
  /** Of a fine-grained one: names of repositories of its owner. */
  repositories: z.union([z.literal('all'), z.array(z.string())]),
  /** Of a fine-grained one. That metadata may be read goes without saying. */
  permissions: z.record(z.string(), Permission),
  /** ms since 1970; none for one that never ends. */
  expiresAt: z.number().optional(),
  revoked: z.boolean(),
  /** Organisations that want a sign-in of their own first. */
  ssoMissing: z.array(z.string()),
});
export type StoredToken = z.infer<typeof StoredToken>;

const StoredAsset = z.object({
  id: z.number(),
  name: z.string(),
  contentType: z.string(),
  /** `starter`: its upload broke off. Its name is taken all the same. */
  state: z.enum(['starter', 'uploaded']),
  size: z.number(),
  sha256: z.string().optional(),
  uploader: z.string(),
  createdAt: z.number(),
  downloads: z.number(),
});
export type StoredAsset = z.infer<typeof StoredAsset>;

const StoredRelease = z.object({
  id: z.number(),
  tag: z.string(),
  name: z.string().nullable(),
  body: z.string().nullable(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  target: z.string(),
  author: z.string(),
  createdAt: z.number(),
  assets: z.array(StoredAsset),
});
export type StoredRelease = z.infer<typeof StoredRelease>;

export const Role = z.enum(['pull', 'push', 'admin']);
export type Role = z.infer<typeof Role>;

/** `force`: no forced push and no deletion · `all`: no push at all. */
export const Protection = z.enum(['force', 'all']);

const StoredRepository = z.object({
  id: z.number(),
  owner: z.string(),
  name: z.string(),
  private: z.boolean(),
  archived: z.boolean(),
  defaultBranch: z.string(),
  /** By branch. */
  protection: z.record(z.string(), Protection),
  /** Whether pushes are searched for keys; GitHub does so in public repositories. */
  pushProtection: z.boolean(),
  collaborators: z.record(z.string(), Role),
  /** `owner/name` of earlier; they lead here until somebody else takes them. */
  formerNames: z.array(z.string()),
  createdAt: z.number(),
  pushedAt: z.number(),
  releases: z.array(StoredRelease),
});
export type StoredRepository = z.infer<typeof StoredRepository>;

const State = z.object({
  version: z.literal(1),
  nextId: z.number(),
  /** Logins, and of organisations that they are. */
  accounts: z.record(z.string(), z.object({ id: z.number(), organization: z.boolean() })),
  tokens: z.array(StoredToken),
  repositories: z.array(StoredRepository),
});
export type State = z.infer<typeof State>;

/** What the code host remembers besides git's own folders and the assets' files. */
export interface Store {
  readonly state: State;
  takeId(): number;
  /** Makes the account known; answers its id. */
  account(login: string, options?: { organization?: boolean }): number;
  /** By its present name, in any case. */
  findRepository(owner: string, name: string): StoredRepository | undefined;
  findFormerRepository(owner: string, name: string): StoredRepository | undefined;
  /** Writes the state to disk. Called after each change, before it is answered. */
  save(): void;
  repositoryDir(repository: Pick<StoredRepository, 'owner' | 'name'>): string;
  assetFile(id: number): string;
}

/** `state.json`, `repositories/<owner>/<name>.git` and `assets/<id>` in `dir`; picks up what an earlier run left there. */
export function openStore(dir: string): Store {
  const file = join(dir, 'state.json');
  const state = readState(file);
  const sameName = (owner: string, name: string) => {
    const wanted = `${owner}/${name}`.toLowerCase();
    return (other: string) => other.toLowerCase() === wanted;
  };
  const takeId = () => state.nextId++;
  return {
    state,
    takeId,
    account(login, { organization = false } = {}) {
      state.accounts[login] ??= { id: takeId(), organization };
      return state.accounts[login].id;
    },
    findRepository: (owner, name) =>
      state.repositories.find((each) => sameName(owner, name)(`${each.owner}/${each.name}`)),
    findFormerRepository: (owner, name) =>
      state.repositories.find((each) => each.formerNames.some(sameName(owner, name))),
    save() {
      writeFileSync(`${file}.new`, JSON.stringify(state, undefined, 1));
      renameSync(`${file}.new`, file);
    },
    repositoryDir: ({ owner, name }) => join(dir, 'repositories', owner, `${name}.git`),
    assetFile: (id) => join(dir, 'assets', String(id)),
  };
}

function readState(file: string): State {
  try {
    return State.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return { version: 1, nextId: 1, accounts: {}, tokens: [], repositories: [] };
  }
}
