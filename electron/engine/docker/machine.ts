import { execFile, spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';

/** What looking for an engine asks of the computer it runs on. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Stands before the paths of the system's own sockets: '' on a real computer, a folder in a rehearsed one. */
  root: string;
  /** The user's number where there is such a thing. */
  uid: number | undefined;
  /** Undefined when it is not there or must not be read. */
  readText(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** Runs a program to its end; rejects when it is not there or fails. */
  run(program: string, args: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Starts a program that goes on by itself; resolves once it is started. */
  launch(program: string, args: readonly string[]): Promise<void>;
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    root: '',
    uid: process.getuid?.(),
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    exists: (path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    run: (program, args, signal) =>
      new Promise((resolve, reject) => {
        execFile(program, [...args], { ...(signal && { signal }), windowsHide: true }, (error, _, stderr) => {
          if (error) reject(new Error(stderr.trim() || error.message, { cause: error }));
          else resolve();
        });
      }),
    launch: (program, args) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, [...args], { detached: true, stdio: 'ignore', windowsHide: true });
        child.once('error', reject);
        child.once('spawn', () => {
          child.unref();
          resolve();
        });
      }),
  };
}
