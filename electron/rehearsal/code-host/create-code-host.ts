import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../lib/clock';
import { closeServer } from '../lifetime';
import { addRepository, type NewRepository } from './add-repository';
import { bareGit } from './bare-git';
import { type Counters, createCounters } from './counters';
import { createDownloadsServer } from './downloads-server';
import { createFaultSwitches, type FaultSwitches, HOST_NAMES, type HostName } from './faults';
import { createGitServer } from './git-server';
import type { HostServer, Tls, World } from './host-server';
import { deleteRepository, renameRepository } from './repository-routes';
import { createRestServer } from './rest-server';
import { openStore, type Role, type Store, type StoredRepository, type StoredToken } from './store';
import { createUploadsServer } from './uploads-server';

export interface CodeHostOptions {
  /** Holds everything; a later run in the same folder goes on where this one ended. */
  dir: string;
  /** Default: the system's. */
  clock?: Clock;
  /** Where to listen. Default: 127.0.0.1, any free port. */
  address?: string;
  ports?: Partial<Record<HostName, number>>;
  /** How clients call this computer, e.g. `codehost`. Default: by the address. */
  hostName?: string;
  /** Serves HTTPS. PEM. */
  tls?: Tls;
}

export interface NewToken {
  /** The login that makes it. */
  owner: string;
  /** Default `classic`. */
  kind?: StoredToken['kind'];
  /** Of a classic one; default `['repo']`. */
  scopes?: readonly string[];
  /** Of a fine-grained one; default `all` of the owner's. */
  repositories?: 'all' | readonly string[];
  /** Of a fine-grained one; default `{ contents: 'write' }`. */
  permissions?: Readonly<Record<string, 'read' | 'write'>>;
  /** ms since 1970. */
  expiresAt?: number;
  /** Organisations that want a sign-in of their own before they take it. */
  ssoMissing?: readonly string[];
}

/** What may be changed of a repository from outside: as its owner would in GitHub's settings. */
export interface RepositoryChange {
  private?: boolean;
  archived?: boolean;
  /** Former name leads to the new one. */
  name?: string;
  /** By branch; `null` takes it off. */
  protection?: Readonly<Record<string, 'force' | 'all' | null>>;
  pushProtection?: boolean;
  collaborators?: Readonly<Record<string, Role>>;
}

export interface CodeHost {
  /** Without a slash at the end. `git` stands for github.com, `downloads` for where assets really lie. */
  readonly urls: Readonly<Record<HostName, string>>;
  readonly tokens: {
    /** Answers the token's text. */
    add(token: NewToken): string;
    revoke(token: string): void;
    /** From now on it has expired. */
    expire(token: string): void;
    /** Signs it in to the organisation. */
    authorize(token: string, organization: string): void;
  };
  readonly accounts: { addOrganization(login: string): void };
  readonly repositories: {
    create(repository: NewRepository): Promise<void>;
    change(owner: string, name: string, change: RepositoryChange): Promise<void>;
    delete(owner: string, name: string): Promise<void>;
    /** Packs it anew, as GitHub does from time to time. */
    repack(owner: string, name: string): Promise<void>;
    /** For git itself: the bare repository's folder. */
    dir(owner: string, name: string): string;
    /** For git over HTTP, without a token in it. */
    cloneUrl(owner: string, name: string): string;
  };
  readonly faults: Pick<FaultSwitches, 'set' | 'clear' | 'struck'>;
  readonly counters: Counters;
  /** Resolves when no request is under way any more, so that all bytes are counted. */
  idle(): Promise<void>;
  /** Closes at once, open requests included. */
  close(): Promise<void>;
}

/** Starts a double of GitHub: git's own server and a REST side, each of the four hosts at an address of its own. */
export async function createCodeHost(options: CodeHostOptions): Promise<CodeHost> {
  const { dir, clock = systemClock, address = '127.0.0.1', hostName = address, ports = {}, tls } = options;
  await mkdir(dir, { recursive: true });
  const store = openStore(dir);
  const faults = createFaultSwitches();
  const counters = createCounters();
  const urls: Record<HostName, string> = { api: '', uploads: '', git: '', downloads: '' };
  const world: World = { store, faults, counters, clock, urls };
  const hosts: Readonly<Record<HostName, HostServer>> = {
    api: createRestServer(world, tls),
    uploads: createUploadsServer(world, tls),
    git: createGitServer(world, tls),
    downloads: createDownloadsServer(world, tls),
  };
  for (const name of HOST_NAMES) {
    const { server } = hosts[name];
    server.listen(ports[name] ?? 0, address);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    urls[name] = `${tls ? 'https' : 'http'}://${hostName}:${port}`;
  }
  const all = Object.values(hosts);
  return {
    urls,
    tokens: createTokens(store, clock),
    accounts: {
      addOrganization(login) {
        store.account(login, { organization: true });
        store.save();
      },
    },
    repositories: createRepositories(world),
    faults,
    counters,
    async idle() {
      await Promise.all(all.map((host) => host.idle()));
    },
    async close() {
      await Promise.all(all.map(({ server }) => closeServer(server)));
    },
  };
}

function createTokens(store: Store, clock: Clock): CodeHost['tokens'] {
  const change = (token: string, act: (found: StoredToken) => void) => {
    const found = store.state.tokens.find((each) => each.token === token);
    if (!found) throw new Error('no such token');
    act(found);
    store.save();
  };
  return {
    add({ owner, kind = 'classic', ...wanted }) {
      store.account(owner);
      const random = randomBytes(41).toString('hex');
      const token = kind === 'classic' ? `ghp_${random.slice(0, 36)}` : `github_pat_${random}`;
      store.state.tokens.push({
        token,
        owner,
        kind,
        scopes: kind === 'classic' ? [...(wanted.scopes ?? ['repo'])] : [],
        repositories: typeof wanted.repositories === 'object' ? [...wanted.repositories] : 'all',
        permissions: { ...(wanted.permissions ?? { contents: 'write' }) },
        ...(wanted.expiresAt === undefined ? {} : { expiresAt: wanted.expiresAt }),
        revoked: false,
        ssoMissing: [...(wanted.ssoMissing ?? [])],
      });
      store.save();
      return token;
    },
    revoke: (token) =>
      change(token, (found) => {
        found.revoked = true;
      }),
    expire: (token) =>
      change(token, (found) => {
        found.expiresAt = clock.now();
      }),
    authorize: (token, organization) =>
      change(token, (found) => {
        found.ssoMissing = found.ssoMissing.filter((each) => each !== organization);
      }),
  };
}

function createRepositories(world: World): CodeHost['repositories'] {
  const { store, urls } = world;
  const find = (owner: string, name: string): StoredRepository => {
    const found = store.findRepository(owner, name);
    if (!found) throw new Error(`no repository ${owner}/${name}`);
    return found;
  };
  return {
    async create(repository) {
      if (store.findRepository(repository.owner, repository.name)) throw new Error('there is one already');
      await addRepository(world, repository);
    },
    async change(owner, name, change) {
      const found = find(owner, name);
      const { protection = {}, name: newName = found.name, ...plain } = change;
      Object.assign(found, plain);
      for (const [branch, level] of Object.entries(protection)) {
        if (level) found.protection[branch] = level;
        else delete found.protection[branch];
      }
      if (newName !== found.name) await renameRepository(world, found, newName);
      store.save();
    },
    delete: async (owner, name) => deleteRepository(world, find(owner, name)),
    async repack(owner, name) {
      await bareGit(store.repositoryDir(find(owner, name)), 'gc', '--quiet', '--prune=now');
    },
    dir: (owner, name) => store.repositoryDir(find(owner, name)),
    cloneUrl: (owner, name) => `${urls.git}/${owner}/${name}.git`,
  };
}
