import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where a git of our own may lie: beside the program in a package, and with its package where that is installed. */
export function shippedGitFolders(): string[] {
  const beside = 'resourcesPath' in process ? String(process.resourcesPath) : undefined;
  const folders = beside === undefined ? [] : [join(beside, 'git')];
  try {
    // Only looked for: what installs it downloads it, and need not have succeeded.
    folders.push(join(dirname(createRequire(import.meta.url).resolve('dugite/package.json')), 'git'));
  } catch {
    // Not installed here.
  }
  return folders;
}
