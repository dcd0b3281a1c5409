import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface OracleAsset {
  release: string;
  name: string;
  state: string;
  /** Of the file that lies there, whatever the host's own records say; undefined when there is no file. */
  sha256: string | undefined;
}

/** What really lies in a code host's folder, seen with command-line git and plain files alone. */
export interface Oracle {
  /** Undefined when there is no such branch. */
  head(owner: string, name: string, branch?: string): Promise<string | undefined>;
  /** Newest first; empty when there is no such branch. */
  commits(owner: string, name: string, branch?: string): Promise<string[]>;
  /** Mode, object and path of every file of a commit. */
  list(
    owner: string,
    name: string,
    commit?: string,
  ): Promise<{ mode: string; object: string; path: string }[]>;
  read(owner: string, name: string, path: string, commit?: string): Promise<Buffer>;
  assets(owner: string, name: string): Promise<OracleAsset[]>;
  assetBytes(owner: string, name: string, asset: string): Promise<Buffer>;
  /** @throws when an object is missing or broken. */
  check(owner: string, name: string): Promise<void>;
  /** One sum over all refs with what they lead to and all releases with their bytes: equal when nothing was changed. */
  fingerprint(owner: string, name: string): Promise<string>;
}

interface Release {
  tag: string;
  assets: { id: number; name: string; state: string }[];
}

export function createOracle(dir: string): Oracle {
  const git = async (owner: string, name: string, ...args: string[]) => {
    const gitDir = join(dir, 'repositories', owner, `${name}.git`);
    const options = { maxBuffer: 1 << 30, encoding: 'buffer' as const };
    const { stdout } = await run(
      'git',
      ['--git-dir', gitDir, '-c', 'core.quotePath=false', ...args],
      options,
    );
    return stdout;
  };
  const lines = async (owner: string, name: string, ...args: string[]) =>
    (await git(owner, name, ...args)).toString().split('\n').filter(Boolean);
  const refs = (owner: string, name: string) =>
    lines(owner, name, 'for-each-ref', '--format=%(objectname) %(refname)');
  const releases = async (owner: string, name: string): Promise<Release[]> => {
    const { repositories } = JSON.parse(await readFile(join(dir, 'state.json'), 'utf8'));
    return repositories.find(
      (each: { owner: string; name: string }) => each.owner === owner && each.name === name,
    ).releases;
  };
  const fileOf = (id: number) => join(dir, 'assets', String(id));
  const oracle: Oracle = {
    async head(owner, name, branch = 'main') {
      return (await refs(owner, name)).find((line) => line.endsWith(` refs/heads/${branch}`))?.split(' ')[0];
    },
    async commits(owner, name, branch = 'main') {
      const head = await oracle.head(owner, name, branch);
      return head === undefined ? [] : lines(owner, name, 'rev-list', head);
    },
    async list(owner, name, commit = 'main') {
      const listed = (await git(owner, name, 'ls-tree', '-r', '-z', commit)).toString();
      return listed
        .split('\0')
        .filter(Boolean)
        .map((line) => {
          const [, mode = '', object = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
          return { mode, object, path };
        });
    },
    read: (owner, name, path, commit = 'main') => git(owner, name, 'cat-file', 'blob', `${commit}:${path}`),
    async assets(owner, name) {
      const flat = (await releases(owner, name)).flatMap(({ tag, assets }) =>
        assets.map((asset) => ({ ...asset, tag })),
      );
      return Promise.all(
        flat.map(async (asset) => ({
          release: asset.tag,
          name: asset.name,
          state: asset.state,
          sha256: await sumOf(fileOf(asset.id)),
        })),
      );
    },
    async assetBytes(owner, name, asset) {
      const found = (await releases(owner, name))
        .flatMap(({ assets }) => assets)
        .find((each) => each.name === asset && each.state === 'uploaded');
      if (!found) throw new Error(`no asset ${asset}`);
      return readFile(fileOf(found.id));
    },
    async check(owner, name) {
      await git(owner, name, 'fsck', '--full', '--strict', '--no-dangling');
    },
    async fingerprint(owner, name) {
      const assets = await oracle.assets(owner, name);
      const found = JSON.stringify([
        await refs(owner, name),
        await releases(owner, name).then(withoutTally),
        assets,
      ]);
      return createHash('sha256').update(found).digest('hex');
    },
  };
  return oracle;
}

/** How often an asset was fetched is no change. */
function withoutTally(releases: Release[]): unknown {
  return JSON.parse(JSON.stringify(releases, (key, value) => (key === 'downloads' ? undefined : value)));
}

async function sumOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
