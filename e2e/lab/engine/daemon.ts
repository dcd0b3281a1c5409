import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface Daemon {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a long-running program; what it says goes to `logFile`. It is ended with this process at the latest. */
export function startDaemon(
  line: readonly string[],
  logFile: string,
  env: Record<string, string> = {},
): Daemon {
  const [program = '', ...args] = line;
  const log = openSync(logFile, 'a');
  const child = spawn(program, args, {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
    detached: true,
  });
  closeSync(log);
  const onExit = () => void child.kill('SIGTERM');
  process.once('exit', onExit);
  const ended = endOf(child).finally(() => process.removeListener('exit', onExit));
  return {
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

/** The last lines a daemon said, for an error message. */
export async function lastLines(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8').catch(() => '')).split('\n').slice(-15).join('\n');
}
