import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { makePackages, SYSTEMS, type System } from '../make-packages';
import { makeFakeElectron } from './fake-electron';
import { makeFakeTools } from './fake-tools';

export const CHECKED = join(import.meta.dirname, '../../../out/package-check');
export const ARCHS = ['x64', 'arm64'] as const;

const PARTS = join(CHECKED, '.parts');
const FAKES = { win: 'win32', mac: 'darwin', linux: 'linux' } as const;

/**
 * Makes the packages of every system on this one and without a download: real but for Electron itself and the tools
 * that cannot be had. Run once, before the checks.
 */
export async function setup(): Promise<void> {
  await rm(CHECKED, { recursive: true, force: true });
  const { privateKey } = generateKeyPairSync('ed25519');
  Object.assign(process.env, await makeFakeTools(join(PARTS, 'tools')), {
    UPDATE_SIGNING_KEY: privateKey.export({ format: 'pem', type: 'pkcs8' }),
  });
  for (const system of SYSTEMS) {
    for (const arch of ARCHS) await makeFakeElectron(fakeOf(system, arch), FAKES[system], arch);
  }
  await makePackages({ systems: SYSTEMS, output: CHECKED, adapt: adaptToChecks });
}

function fakeOf(system: System, arch: string): string {
  return join(PARTS, `electron-${system}-${arch}`);
}

/** Changes a configuration so that it needs nothing from outside. */
export function adaptToChecks(config: Configuration, system: System): Configuration {
  return {
    ...config,
    compression: 'store',
    electronDist: ({ arch }: { arch: string }) => fakeOf(system, arch),
    win: { ...config.win, signExecutable: false },
    // Disk images are made by a program of macOS; signatures by another.
    mac: { ...config.mac, identity: null, target: [{ target: 'zip', arch: [...ARCHS] }] },
  };
}
