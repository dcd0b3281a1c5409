import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownNode, root } from './own-node.mjs';

const folder = join(root, 'node_modules/electron');
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/** Electron's program; undefined when its binary was never fetched. */
export function findElectron() {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : undefined;
}

/** Fetches Electron's binary with Electron's own installer. Undefined when that does not succeed. */
export function fetchElectron() {
  console.log('Fetching Electron (about 110 MB)…');
  spawnSync(ownNode(), [join(folder, 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  return findElectron();
}

/** Whether a window can be shown here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
