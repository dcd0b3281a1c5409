import { SyncError } from '../sync-error';
import type { LocalRepository } from './local-repository';
import { LocalDamage } from './local-repository';
import { isLeaseLost, isLocalDamage, readGitFailure } from './read-git-failure';
import type { GitOptions } from './run-git';

/** A ref that is to be moved, if it still is where it was seen. */
export interface RefMove {
  ref: string;
  /** Undefined: it must not be there yet. */
  from: string | undefined;
  /** Undefined: it is removed. */
  to: string | undefined;
}

export interface Remote {
  /** How often it was spoken to. */
  calls(): number;
  /** Where a branch or a ref stands; undefined when it is not there. */
  read(ref: string, signal?: AbortSignal): Promise<string | undefined>;
  /** All refs below `prefix`. */
  list(prefix: string, signal?: AbortSignal): Promise<Map<string, string>>;
  /** Brings a commit here with everything in it, every id checked; `depth` commits of its history. */
  fetch(commit: string, options: FetchOptions): Promise<void>;
  /** One object alone, from a server that hands them out; it has to be missing here. */
  fetchBlob(id: string, signal?: AbortSignal): Promise<void>;
  /** All moves, or none. `lost`: one of them was not where it was seen. Rejects when that cannot be told. */
  push(
    moves: readonly RefMove[],
    options: PushOptions,
  ): Promise<{ kind: 'done' | 'lost'; bytesSent: number }>;
}

export interface FetchOptions {
  depth: number;
  /** `commits`: without what is in them, where the server can do that. */
  only?: 'commits' | 'trees';
  signal?: AbortSignal | undefined;
  onPercent?: ((percent: number) => void) | undefined;
}

export interface PushOptions {
  signal?: AbortSignal | undefined;
  onBytes?: ((bytes: number) => void) | undefined;
}

export interface RemoteOptions {
  /** Without any credential. */
  url: string;
  token: string;
  /** For git's `http.proxy`; empty for none. */
  proxy: string;
}

const FILTERS = { commits: 'tree:0', trees: 'blob:none' } as const;

/** A repository somewhere else, spoken to from a local one. */
export function createRemote(local: LocalRepository, { url, token, proxy }: RemoteOptions): Remote {
  const header = `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const config = { 'http.extraHeader': header, 'http.proxy': proxy };
  const secrets = [token, header.slice(-20), ...(proxy === '' ? [] : [proxy])];
  let calls = 0;
  const tryRun = (args: readonly string[], options: GitOptions) => {
    calls += 1;
    return local.tryRun(args, { ...options, config });
  };
  const run = async (args: readonly string[], options: GitOptions) => {
    const outcome = await tryRun(args, options);
    if (outcome.code === 0) return outcome;
    if (isLocalDamage(outcome.stderr)) throw new LocalDamage(outcome.stderr.slice(0, 2_000));
    throw readGitFailure(outcome.stderr, secrets);
  };
  const list = async (patterns: readonly string[], signal?: AbortSignal) => {
    const { stdout } = await run(['ls-remote', url, ...patterns], { signal });
    const lines = stdout
      .toString()
      .split('\n')
      .filter((line) => line.includes('\t'));
    return new Map(
      lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]),
    );
  };
  return {
    calls: () => calls,
    read: async (ref, signal) => (await list([ref], signal)).get(ref),
    list: (prefix, signal) => list([`${prefix}*`], signal),
    async fetch(commit, { depth, only, signal, onPercent }) {
      const args = [
        'fetch',
        '--progress',
        '--no-tags',
        '--no-write-fetch-head',
        `--depth=${depth}`,
        '--update-shallow',
      ];
      await run([...args, ...(only ? [`--filter=${FILTERS[only]}`] : []), url, commit], {
        signal,
        onStderr(text) {
          const percent = /Receiving objects:\s+(\d+)%[^\r\n]*$/m.exec(text)?.[1];
          if (percent !== undefined) onPercent?.(Number(percent));
        },
      });
    },
    async fetchBlob(id, signal) {
      await run(['fetch', '--no-tags', '--no-write-fetch-head', '--filter=blob:none', url, id], { signal });
    },
    async push(moves, { signal, onBytes }) {
      let bytesSent = 0;
      const leases = moves.map(({ ref, from }) => `--force-with-lease=${ref}:${from ?? ''}`);
      const specs = moves.map(({ ref, to }) => `${to ?? ''}:${ref}`);
      const outcome = await tryRun(
        ['push', '--porcelain', '--progress', '--atomic', '--no-verify', ...leases, url, ...specs],
        {
          signal,
          onStderr(text) {
            bytesSent = Math.max(bytesSent, sentSoFar(text));
            onBytes?.(bytesSent);
          },
        },
      );
      if (outcome.code === 0) return { kind: 'done', bytesSent };
      if (isLocalDamage(outcome.stderr)) throw new LocalDamage(outcome.stderr.slice(0, 2_000));
      const said = `${outcome.stderr}\n${outcome.stdout}`;
      const rejections = outcome.stdout
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('!'));
      const failure = readGitFailure(said, secrets);
      // What a rule of the server refused is told as a lost lease too where the push was atomic.
      const isRule = !['syncUnknown', 'syncOffline'].includes(failure.failure.code);
      if (rejections.some(isLeaseLost) && !isRule) return { kind: 'lost', bytesSent };
      throw failure;
    },
  };
}

const UNITS: Readonly<Record<string, number>> = { bytes: 1, KiB: 1_024, MiB: 1_024 ** 2, GiB: 1_024 ** 3 };

/** `Writing objects: 100% (12/12), 7.50 KiB | 1.2 MiB/s, done.` */
function sentSoFar(text: string): number {
  const found = [...text.matchAll(/Writing objects:[^\r\n]*?, ([\d.]+) (bytes|[KMG]iB)/g)].at(-1);
  return found ? Math.round(Number(found[1]) * (UNITS[found[2] ?? ''] ?? 0)) : 0;
}

/** A branch's full name. */
export function branchRef(branch: string): string {
  return `refs/heads/${branch}`;
}

export function assertCommit(commit: string): string {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new SyncError('syncDamaged', { what: 'commit' });
  return commit;
}
