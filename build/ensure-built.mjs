import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownEnvironment, ownNode, root } from './own-node.mjs';

const SOURCES = [
  'electron',
  'renderer',
  'resources',
  'build/icons',
  'build/licences',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
const STAMP = join(root, 'out/.built');

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether a source is newer than the last build; a folder's own time tells of files that went. */
function isStale() {
  const built = statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.some((source) => newest(join(root, source)) > built);
}

/** Builds everything in `out/`; answers the exit code. Quiet unless it fails. */
export function build() {
  // A source that changes while the build runs is newer than this and gets built the next time.
  const startedAt = new Date();
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const result = spawnSync(ownNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: ownEnvironment(),
  });
  if (result.status !== 0) {
    console.error(`${result.stdout}${result.stderr}`);
    return result.status ?? 1;
  }
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, startedAt, startedAt);
  return 0;
}

/** Builds if a source is newer than `out/`; ends the process where that fails. */
export function ensureBuilt() {
  if (!isStale()) return;
  console.log('Building…');
  const code = build();
  if (code !== 0) process.exit(code);
}
