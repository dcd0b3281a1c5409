import { access } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { SyncError } from '../sync-error';
import { bundledGit } from './bundled-git';
import { type Git, runGit } from './run-git';

/** The first with `GIT_CONFIG_GLOBAL`: without it a user's own settings would come in. */
const OLDEST = [2, 32] as const;

/**
 * The git of one of the folders, where one lies in it, else the one on PATH.
 * @throws SyncError `syncGitMissing`, with the version that was found if it is too old.
 */
export async function findGit(folders: readonly string[], env = process.env): Promise<Git> {
  let tooOld: string | undefined;
  for (const candidate of [...(await shipped(folders, env)), onPath(env)]) {
    const version = await versionOf(candidate);
    if (version === undefined) continue;
    if (isNewEnough(version)) return { ...candidate, version };
    tooOld = version;
  }
  throw new SyncError('syncGitMissing', {
    oldest: OLDEST.join('.'),
    ...(tooOld === undefined ? {} : { found: tooOld }),
  });
}

async function shipped(folders: readonly string[], env: NodeJS.ProcessEnv): Promise<Git[]> {
  const found: Git[] = [];
  for (const folder of folders) {
    const git = bundledGit(folder);
    if (!git || !(await exists(git.command))) continue;
    const path = [...git.path, env['PATH'] ?? ''].filter((part) => part !== '').join(delimiter);
    found.push({ command: git.command, env: { ...git.env, PATH: path }, version: '', bundled: true });
  }
  return found;
}

function onPath(env: NodeJS.ProcessEnv): Git {
  return { command: 'git', env: { PATH: env['PATH'] ?? '' }, version: '', bundled: false };
}

/** `2.39.5`; undefined when it does not start. On a Mac without its tools, `git` is a stub that fails. */
async function versionOf(git: Git): Promise<string | undefined> {
  const { code, stdout } = await runGit(git, ['--version']).catch(() => ({
    code: 1,
    stdout: Buffer.alloc(0),
  }));
  return code === 0 ? /^git version (\d+\.\d+(?:\.\d+)?)/.exec(stdout.toString())?.[1] : undefined;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
