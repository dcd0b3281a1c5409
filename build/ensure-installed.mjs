import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './own-node.mjs';

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Whether `node_modules` holds what the lock file says; packages of other systems may be absent. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json') ?? {};
  const present = packagesOf('node_modules/.package-lock.json');
  if (!present) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || present[path]?.version === version || optional,
  );
}

/** Installs what is missing. Runs on whatever Node the machine has and needs nothing but npm. */
export function ensureInstalled() {
  if (isInstalled()) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm would empty the folder behind it, which somebody else uses.
    console.error(
      'node_modules is a link, and what it leads to does not fit package-lock.json. Remove the link first.',
    );
    process.exit(1);
  }
  console.log('Installing (once)…');
  const npm = process.env.npm_execpath;
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const spawning = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  const result = npm
    ? spawnSync(process.execPath, [npm, ...options], spawning)
    : spawnSync('npm', options, { ...spawning, shell: process.platform === 'win32' });
  if (result.status === 0) return;
  console.error(result.error?.message ?? `${result.stdout}${result.stderr}`);
  console.error('npm ci did not succeed; its own words are above.');
  process.exit(1);
}
