import { execFile } from 'node:child_process';
import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { WslHost } from '../app/resources/wsl-memory';

/** Undefined where containers run without WSL. */
export function thisWslHost(platform: NodeJS.Platform = process.platform): WslHost | undefined {
  if (platform !== 'win32') return undefined;
  return {
    file: join(homedir(), '.wslconfig'),
    totalBytes: totalmem(),
    usedBytes: async () => memoryOfVm(await listProcesses()),
  };
}

/** Older systems call it `vmmem`. */
const VM = /^"vmmem(?:wsl)?",/i;

/** The memory of WSL's virtual machine, from the answer of `tasklist /fo csv /nh`; undefined when it does not run. */
export function memoryOfVm(list: string): number | undefined {
  const line = list.split(/\r?\n/).find((one) => VM.test(one));
  // The last column, e.g. "1,234,567 K"; what stands between its digits depends on the language.
  const kilobytes = /"([^"]*)"\s*$/.exec(line ?? '')?.[1]?.replace(/\D/g, '');
  return kilobytes ? Number(kilobytes) * 1024 : undefined;
}

function listProcesses(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('tasklist', ['/fo', 'csv', '/nh'], { windowsHide: true, timeout: 10_000 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
