import { execFile } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Runs a program to its end and answers its stdout; rejects with what it said on stderr. */
export function command(
  program: string,
  args: readonly string[],
  options: { stdin?: Readable; env?: Record<string, string>; cwd?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...options.env }, cwd: options.cwd },
      (error, stdout, stderr) => {
        if (error)
          reject(new Error(`${program} ${args.join(' ')}: ${stderr || error.message}`, { cause: error }));
        else resolve(stdout);
      },
    );
    if (options.stdin && child.stdin) options.stdin.pipe(child.stdin);
    else child.stdin?.end();
  });
}

/** Looks every 30 ms until `look` answers something; rejects after `timeoutMs`. */
export async function until<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await delay(30);
  }
}
