import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** Remembers over the end of the process which version was to be installed. */
export interface InstallAttempt {
  begin(version: string): void;
  /** The version that was to be installed and is not this one; forgets it. */
  takeFailed(version: string): string | undefined;
}

const Attempt = z.object({ version: z.string() });

/** Written and read at once, because it is written when nothing waits any more. */
export function createInstallAttempt(path: string): InstallAttempt {
  return {
    begin(version) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify({ version }), { mode: 0o600 });
    },
    takeFailed(current) {
      const attempt = read(path);
      rmSync(path, { force: true });
      return attempt === undefined || attempt === current ? undefined : attempt;
    },
  };
}

function read(path: string): string | undefined {
  try {
    return Attempt.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  } catch {
    return undefined;
  }
}
