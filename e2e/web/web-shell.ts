import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const entry = join(import.meta.dirname, '../../out/web/main.js');

export interface WebShell {
  /** The printed URL: with the token in its fragment, unless there is a password. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the built web shell as a process of its own, as `npm start` does. */
export async function startWebShell(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<WebShell> {
  const child = spawn(process.execPath, [entry, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  return { url: await printedUrl(child), pid: child.pid ?? 0, stop: () => stop(child) };
}

async function printedUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url) return url;
  }
  throw new Error('ended without a URL');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
