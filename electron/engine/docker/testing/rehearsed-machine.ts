import type { Machine } from '../machine';

export interface RehearsedMachine extends Machine {
  /** Programs that were run or launched, as command lines. */
  readonly started: string[];
}

/** A computer that consists of these files (path → text) alone. */
export function rehearsedMachine(
  parts: Partial<Machine> & { files?: Readonly<Record<string, string>> } = {},
): RehearsedMachine {
  const { files = {}, ...rest } = parts;
  const started: string[] = [];
  const start = async (program: string, args: readonly string[]) => {
    started.push([program, ...args].join(' '));
  };
  return {
    platform: 'linux',
    env: {},
    home: '/home/u',
    root: '',
    uid: 1000,
    readText: async (path) => files[path],
    exists: async (path) => path in files,
    run: start,
    launch: start,
    started,
    ...rest,
  };
}
