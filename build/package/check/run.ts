import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a program says, on both of its outputs; rejects with the same when it fails. */
export async function run(program: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await execute(program, args, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (failure: { message: string; stdout?: string; stderr?: string }) => {
      throw new Error(`${failure.message}\n${failure.stdout ?? ''}${failure.stderr ?? ''}`);
    },
  );
  return stdout + stderr;
}
