import { type ExecFileException, execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Git's environment without what the account on this computer has configured. */
export const GIT_ENV: Readonly<Record<string, string | undefined>> = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

let backendPath: Promise<string> | undefined;

/** Git's CGI program by its path: started by way of `git`, it would outlive what ends that. */
export function httpBackend(): Promise<string> {
  backendPath ??= run('git', ['--exec-path'], { env: GIT_ENV }).then(({ stdout }) =>
    join(stdout.trim(), 'git-http-backend'),
  );
  return backendPath;
}

/** Runs git in a bare repository; answers what it printed, without the last line feed. Rejects when git fails. */
export async function bareGit(dir: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['--git-dir', dir, ...args], { env: GIT_ENV, maxBuffer: 64 << 20 });
  return stdout.replace(/\n$/, '');
}

/** Like `bareGit`, but undefined when git fails. */
export function tryBareGit(dir: string, ...args: readonly string[]): Promise<string | undefined> {
  return bareGit(dir, ...args).catch((error: ExecFileException) => {
    if (error.code === 'ENOENT') throw error;
    return undefined;
  });
}
