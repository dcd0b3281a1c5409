import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const EXECUTABLE = 0o755;

/**
 * Puts one program in the place of another as a whole: until the very end the old one stands untouched. Does not wait
 * for anything, because it is done when the process ends.
 * @throws the system's error, e.g. `ENOSPC`
 */
export function replaceProgram(path: string, by: string): void {
  const temp = join(dirname(path), `.${basename(path)}.new`);
  try {
    copyFileSync(by, temp);
    chmodSync(temp, EXECUTABLE);
    const file = openSync(temp, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temp, path);
  } catch (cause) {
    rmSync(temp, { force: true });
    throw cause;
  }
  rmSync(by, { force: true });
}
