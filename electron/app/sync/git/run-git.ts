import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A git that can be started. */
export interface Git {
  command: string;
  /** What it needs to find its own parts; `PATH` among it. */
  env: Readonly<Record<string, string>>;
  version: string;
  bundled: boolean;
}

export interface GitOptions {
  cwd?: string;
  /** Settings for this one call, also secret ones. */
  config?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  input?: string | Uint8Array;
  signal?: AbortSignal | undefined;
  /** Pieces of what it says on the side, as they come. */
  onStderr?: (text: string) => void;
}

export interface GitOutcome {
  code: number;
  stdout: Buffer;
  stderr: string;
}

export type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** Lasts for all calls: what a person or a system has set up for their own work must not come in. */
const CONFIG: Readonly<Record<string, string>> = {
  // A token goes where it was meant to go, and nowhere else.
  'http.followRedirects': 'false',
  'credential.helper': '',
  'credential.interactive': 'false',
  'core.askPass': '',
  // A line on which nothing moves for two minutes is a dead one.
  'http.lowSpeedLimit': '1',
  'http.lowSpeedTime': '120',
  'protocol.version': '2',
  'transfer.fsckObjects': 'true',
  'transfer.credentialsInUrl': 'die',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'core.autocrlf': 'false',
  'core.quotePath': 'false',
  // What is written here is packed once, when it is sent: a first compression would be for nothing.
  'core.looseCompression': '0',
  'pack.windowMemory': '96m',
  'advice.pushUpdateRejected': 'false',
};

/** Of ours, what a program needs to start at all; nothing else is handed on. */
const INHERITED = ['SystemRoot', 'SYSTEMROOT', 'windir', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH'];

/**
 * Starts git without a shell. Settings, a token among them, go by the environment of this one process: arguments are
 * shown to every user of a computer and files outlive a crash, whereas an environment is shown to its owner alone and ends
 * with the process. A file descriptor would hide it from git's own helpers too, but Windows hands none on.
 */
export function startGit(git: Git, args: readonly string[], options: GitOptions = {}): GitProcess {
  const { cwd, config = {}, env = {}, signal } = options;
  signal?.throwIfAborted();
  const settings = Object.entries({ ...CONFIG, ...config });
  const child = spawn(git.command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // A group of its own, so that its helpers can be ended with it.
    detached: process.platform !== 'win32',
    env: {
      ...Object.fromEntries(
        INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_CONFIG_COUNT: String(settings.length),
      ...Object.fromEntries(
        settings.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
      ...git.env,
      ...env,
    },
  });
  const onAbort = () => endWithHelpers(child);
  signal?.addEventListener('abort', onAbort, { once: true });
  child.once('close', () => signal?.removeEventListener('abort', onAbort));
  // Who stops listening before all was said is not told by this, but by the exit code.
  child.stdin.on('error', () => {});
  return child;
}

/** Runs git to its end. Rejects only when it does not start, or with the signal's reason. */
export async function runGit(
  git: Git,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitOutcome> {
  const child = startGit(git, args, options);
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(text);
  });
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  options.signal?.throwIfAborted();
  return { code: code ?? 1, stdout: Buffer.concat(stdout), stderr };
}

function endWithHelpers(child: GitProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/T', '/F', '/PID', String(child.pid)], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => child.kill('SIGKILL'),
    );
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
