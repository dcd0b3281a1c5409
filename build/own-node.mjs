import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const NEEDED_MAJOR = 24;
const name = process.platform === 'win32' ? 'node.exe' : 'node';

/** The Node that everything but the installation runs on: ours, where this one is too old. */
export function ownNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const installed = join(root, 'node_modules/node/bin', name);
  return existsSync(installed) ? installed : process.execPath;
}

/** Environment in which `node` and the installed programs are found by name. */
export function ownEnvironment() {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${separator}${process.env.PATH ?? ''}` };
}

/** Runs `script` on our Node with the same terminal; answers its exit code. */
export function runOnOwnNode(script, args, env = {}) {
  const { status, signal, error } = spawnSync(ownNode(), [join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...ownEnvironment(), ...env },
  });
  if (error) throw error;
  return status ?? (signal ? 130 : 1);
}
