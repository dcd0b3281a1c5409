import { join } from 'node:path';
import { BranchName, RepositoryName, type SyncPatch } from '../../contract/sync';

/** How a server says by its environment where a bot is saved. */
export interface SyncEnvironment {
  repository: RepositoryName;
  branch: BranchName;
  /** A secret: goes into the secret store, and nowhere else. */
  token: string;
  /** Only what was set. */
  settings: Pick<SyncPatch, 'intervalSeconds' | 'thresholdMb'>;
  /** Where the copy of the repository on this computer lies. */
  folder: string | undefined;
  /** Written once what had to be restored is there and the bot answers. */
  readinessFile: string | undefined;
  /** Where what saving says is written to as well. */
  logDir: string | undefined;
  notes: EnvironmentNote[];
}

/** Something that was set and is done in another way here. */
export interface EnvironmentNote {
  name: string;
  code: /** Raised or lowered to `to`. */
    | 'limited'
    /** Saving here never removes a bot's own file; the repository holds the pointer alone. */
    | 'originalsKept'
    /** Sums are always checked here. */
    | 'alwaysVerified'
    /** Large files go to a release of our own; that one is read when its repository is imported. */
    | 'ownRelease';
  to?: number;
}

/** A variable that cannot be understood; never with its value, which may be a secret. */
export interface EnvironmentProblem {
  name: string;
  code: 'missing' | 'notARepository' | 'notABranch' | 'notANumber' | 'notYesOrNo' | 'notATag' | 'notAToken';
}

export class SyncEnvironmentError extends Error {
  override readonly name = 'SyncEnvironmentError';
  readonly problems: readonly EnvironmentProblem[];

  constructor(problems: readonly EnvironmentProblem[]) {
    super(problems.map(({ name, code }) => `${name}: ${code}`).join(', '));
    this.problems = problems;
  }
}

/** Everything that is read. Those that hold a secret are to be taken out of the process's environment once they were. */
export const SYNC_SECRET_VARIABLES = ['github_secret', 'GITHUB_PAT'] as const;

const INTERVAL_SECONDS = { min: 60, max: 86_400 };
const THRESHOLD_MB = { min: 1, max: 95 };
const BYTES_PER_MB = 1_000_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables of the older backup tool with their meaning there. All three of `GITHUB_USER`, `GITHUB_PAT` and
 * `GITHUB_REPO` come before `github_project` and `github_secret`, each of which else falls back to its `GITHUB_…` twin.
 * Names that only its later version knew count where the older name is not set. Empty is as not set.
 * Undefined where neither a repository nor a token is named. @throws SyncEnvironmentError with all problems at once.
 */
export function readSyncEnvironment(env: Environment): SyncEnvironment | undefined {
  const problems: EnvironmentProblem[] = [];
  const notes: EnvironmentNote[] = [];
  const first = (...names: readonly string[]): Found | undefined => {
    for (const name of names) {
      const value = env[name]?.trim();
      if (value) return { name, value };
    }
    return undefined;
  };
  const wrong = (name: string, code: EnvironmentProblem['code']) => void problems.push({ name, code });

  const { project, secret } = findCredentials(first);
  if (!project && !secret) return undefined;
  if (!project) wrong('github_project', 'missing');
  if (!secret) wrong('github_secret', 'missing');
  const repository =
    project && RepositoryName.safeParse(repositoryOf(project.value, first('GITHUB_USER')?.value));
  if (repository?.success === false) wrong(project?.name ?? '', 'notARepository');
  // A header and git's own settings are lines: nothing that is no token may get into them.
  if (secret && !/^[\x21-\x7e]{1,1000}$/.test(secret.value)) wrong(secret.name, 'notAToken');

  const branchName = first('GIT_BRANCH');
  const branch = BranchName.safeParse(branchName?.value ?? 'main');
  if (!branch.success) wrong('GIT_BRANCH', 'notABranch');

  const number = (found: Found | undefined, unit: number, { min, max }: { min: number; max: number }) => {
    if (!found) return undefined;
    const value = Number(found.value);
    if (!/^\d+$/.test(found.value) || !Number.isSafeInteger(value)) return wrong(found.name, 'notANumber');
    const limited = Math.min(max, Math.max(min, Math.floor(value / unit)));
    const isLimited = value < min * unit || value >= (max + 1) * unit;
    if (isLimited) notes.push({ name: found.name, code: 'limited', to: limited });
    return limited;
  };
  const intervalSeconds = number(first('BACKUP_INTERVAL_SECONDS', 'SYNC_INTERVAL'), 1, INTERVAL_SECONDS);
  const thresholdMb = number(first('LARGE_THRESHOLD', 'LFS_THRESHOLD'), BYTES_PER_MB, THRESHOLD_MB);

  const release = first('RELEASE_TAG', 'LFS_RELEASE_TAG');
  if (release && !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(release.value)) wrong(release.name, 'notATag');
  else if (release) notes.push({ name: release.name, code: 'ownRelease' });

  const isSet = (name: string) => {
    const found = first(name);
    if (!found) return undefined;
    if (/^(?:true|1|yes|on)$/i.test(found.value)) return true;
    return /^(?:false|0|no|off)$/i.test(found.value) ? false : wrong(name, 'notYesOrNo');
  };
  if (isSet('STICKY_POINTER') === true) notes.push({ name: 'STICKY_POINTER', code: 'originalsKept' });
  if (isSet('VERIFY_SHA') === false) notes.push({ name: 'VERIFY_SHA', code: 'alwaysVerified' });

  const folder = first('HIST_DIR', 'BACKUP_REPO_DIR')?.value;
  if (problems.length > 0 || !repository?.success || !secret || !branch.success)
    throw new SyncEnvironmentError(problems);
  return {
    repository: repository.data,
    branch: branch.data,
    token: secret.value,
    settings: {
      ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
      ...(thresholdMb === undefined ? {} : { thresholdMb }),
    },
    folder,
    readinessFile:
      first('READINESS_FILE')?.value ?? (folder === undefined ? undefined : join(folder, '.backup.ready')),
    logDir: first('SYNC_LOG_DIR')?.value,
    notes,
  };
}

interface Found {
  name: string;
  value: string;
}

function findCredentials(first: (...names: string[]) => Found | undefined) {
  const [user, token, repo] = [first('GITHUB_USER'), first('GITHUB_PAT'), first('GITHUB_REPO')];
  if (user && token && repo) return { project: repo, secret: token };
  return { project: first('github_project') ?? repo, secret: first('github_secret') ?? token };
}

/** `owner/name`, out of an address too; a name alone is the user's own. */
function repositoryOf(value: string, user: string | undefined): string {
  const plain = value.replace(/^(?:https?:\/\/)?(?:www\.)?github\.com\//i, '').replace(/(?:\.git)?\/?$/, '');
  return plain.includes('/') || user === undefined ? plain : `${user}/${plain}`;
}
