import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SyncError } from '../sync-error';
import { readBlobs } from './read-blobs';
import { isLocalDamage, readGitFailure } from './read-git-failure';
import { type Git, type GitOptions, type GitOutcome, runGit } from './run-git';

export interface TreeFile {
  path: string;
  id: string;
}

export interface Commit {
  tree: string;
  /** None for one that begins a history. */
  parent: string | undefined;
  message: string;
  /** ms since 1970. */
  at: number;
}

/** The local repository is broken in itself; it can be made again from the remote one. */
export class LocalDamage extends Error {
  override readonly name = 'LocalDamage';
}

/** A bare repository of ours on this disk: what was saved last, and what is about to be. No file is ever checked out. */
export interface LocalRepository {
  readonly dir: string;
  /** Runs git in it. Rejects with what its words mean when it fails. */
  run(args: readonly string[], options?: GitOptions): Promise<GitOutcome>;
  /** The same, and leaves it to the caller what an exit code means. */
  tryRun(args: readonly string[], options?: GitOptions): Promise<GitOutcome>;
  /** Takes in files as they are; answers their ids in the same order. */
  addFiles(paths: readonly string[], signal?: AbortSignal): Promise<string[]>;
  addText(content: string, signal?: AbortSignal): Promise<string>;
  writeTree(files: readonly TreeFile[], signal?: AbortSignal): Promise<string>;
  writeCommit(commit: Commit, signal?: AbortSignal): Promise<string>;
  /** All files below a commit by their paths. */
  listTree(commit: string, signal?: AbortSignal): Promise<Map<string, string>>;
  has(commit: string): Promise<boolean>;
  readText(id: string, signal?: AbortSignal): Promise<string>;
  /** Small blobs, whole. Rejects with `LocalDamage` where one is not here as it was. */
  readAll(ids: readonly string[], signal?: AbortSignal): Promise<Buffer[]>;
  /** Streams blobs one after the other; each has to be read to its end. */
  readBlobs(
    ids: readonly string[],
    use: (index: number, content: AsyncIterable<Uint8Array>) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Keeps a commit, and lets go of everything that it does not need itself. */
  keepOnly(commit: string, signal?: AbortSignal): Promise<void>;
  /** Marks a commit as not to be thrown away. */
  hold(commit: string): Promise<void>;
  /** Bytes and number of objects that are not packed yet. */
  loose(): Promise<{ count: number; bytes: number }>;
  remove(): Promise<void>;
}

const KEPT = 'refs/heads/saved';

/** Opens the repository in `dir`, or makes it. */
export async function openLocalRepository(git: Git, dir: string): Promise<LocalRepository> {
  const tryRun = (args: readonly string[], options: GitOptions = {}) =>
    runGit(git, args, { ...options, cwd: dir, env: { GIT_DIR: dir, ...options.env } });
  const run = async (args: readonly string[], options: GitOptions = {}) => {
    const outcome = await tryRun(args, options);
    if (outcome.code === 0) return outcome;
    if (isLocalDamage(outcome.stderr)) throw new LocalDamage(outcome.stderr.slice(0, 2_000));
    throw readGitFailure(outcome.stderr, Object.values(options.config ?? {}));
  };
  const text = async (args: readonly string[], options?: GitOptions) =>
    (await run(args, options)).stdout.toString().trim();

  const make = () => run(['init', '--quiet', '--bare', '--initial-branch=saved', '--template=', dir]);
  const folder = { recursive: true, mode: 0o700 };
  if ((await mkdir(dir, folder)) !== undefined) await make();
  else {
    await removeLocks(dir);
    if ((await tryRun(['rev-parse', '--git-dir'])).code !== 0) {
      await rm(dir, { recursive: true, force: true });
      await mkdir(dir, folder);
      await make();
    }
  }

  return {
    dir,
    run,
    tryRun,
    async addFiles(paths, signal) {
      if (paths.length === 0) return [];
      const input = `${paths.map(quoted).join('\n')}\n`;
      const { stdout } = await run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input, signal });
      const ids = stdout.toString().trim().split('\n');
      if (ids.length !== paths.length) throw new SyncError('syncUnknown', {}, { evidence: ['hash-object'] });
      return ids;
    },
    addText: (content, signal) =>
      text(['hash-object', '-w', '--no-filters', '--stdin'], { input: content, signal }),
    async writeTree(files, signal) {
      const index = join(dir, 'staged-index');
      await rm(index, { force: true });
      const env = { GIT_INDEX_FILE: index };
      const input = files.map(({ path, id }) => `100644 ${id}\t${path}\0`).join('');
      await run(['update-index', '-z', '--index-info'], { env, input, signal });
      const tree = await text(['write-tree'], { env, signal });
      await rm(index, { force: true });
      return tree;
    },
    writeCommit({ tree, parent, message, at }, signal) {
      const date = `@${Math.floor(at / 1_000)} +0000`;
      const env = {
        GIT_AUTHOR_NAME: 'BotPier',
        GIT_AUTHOR_EMAIL: 'botpier@localhost',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: 'BotPier',
        GIT_COMMITTER_EMAIL: 'botpier@localhost',
        GIT_COMMITTER_DATE: date,
      };
      const args = ['commit-tree', tree, ...(parent === undefined ? [] : ['-p', parent]), '-F', '-'];
      return text(args, { env, input: message, signal });
    },
    async listTree(commit, signal) {
      const { stdout } = await run(['ls-tree', '-r', '-z', '--full-tree', commit], { signal });
      const lines = stdout.toString().split('\0').slice(0, -1);
      return new Map(
        lines.map((line) => {
          const [head = '', path = ''] = [
            line.slice(0, line.indexOf('\t')),
            line.slice(line.indexOf('\t') + 1),
          ];
          return [path, head.split(' ')[2] ?? ''];
        }),
      );
    },
    has: async (commit) => (await tryRun(['cat-file', '-e', `${commit}^{tree}`])).code === 0,
    readText: async (id, signal) => (await run(['cat-file', 'blob', id], { signal })).stdout.toString(),
    async readAll(ids, signal) {
      const found: Buffer[] = [];
      const read = async (index: number, content: AsyncIterable<Uint8Array>) => {
        found[index] = await buffer(content);
      };
      await readBlobs(git, dir, ids, read, signal).catch((error: unknown) => {
        throw error instanceof SyncError ? new LocalDamage(error.failure.evidence.join()) : error;
      });
      return found;
    },
    readBlobs: (ids, use, signal) => readBlobs(git, dir, ids, use, signal),
    async keepOnly(commit, signal) {
      await run(['update-ref', KEPT, commit]);
      const others = (await text(['for-each-ref', '--format=%(refname)'])).split('\n');
      for (const ref of others) if (ref !== '' && ref !== KEPT) await run(['update-ref', '-d', ref]);
      await rm(join(dir, 'FETCH_HEAD'), { force: true });
      await writeFile(join(dir, 'shallow'), `${commit}\n`);
      // These bytes go over no line: what packs them fastest is best.
      await run(['repack', '-a', '-d', '-q', '--window=0'], { config: { 'pack.compression': '1' }, signal });
      await run(['prune', '--expire=now'], { signal });
    },
    hold: async (commit) => void (await run(['update-ref', KEPT, commit])),
    async loose() {
      const counted = await text(['count-objects', '-v']);
      const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(counted)?.[1] ?? 0);
      return { count: of('count'), bytes: of('size') * 1_024 };
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** A path with a line break or a quote would else be taken for two, or for another one. */
function quoted(path: string): string {
  return /["\n\\]/.test(path) && !/^[A-Za-z]:\\/.test(path) ? JSON.stringify(path) : path;
}

/** What a git that was killed leaves, and what would keep every later one from writing. */
async function removeLocks(dir: string): Promise<void> {
  const names = await readdir(dir, { recursive: true }).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith('.lock')).map((name) => rm(join(dir, name), { force: true })),
  );
}
