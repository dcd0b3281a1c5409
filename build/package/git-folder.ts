import { access, cp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Configuration } from 'electron-builder';

/** As electron-builder calls the systems in its `${os}`. */
const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'win',
  darwin: 'mac',
  linux: 'linux',
};

/** Git made for this system and processor, as dugite's installation brings it; undefined where it brought none. */
export async function dugiteGit(root: string): Promise<string | undefined> {
  try {
    const folder = join(
      dirname(createRequire(join(root, 'package.json')).resolve('dugite/package.json')),
      'git',
    );
    await access(folder);
    return folder;
  } catch {
    return undefined;
  }
}

/**
 * Lays git out for the packages of its own system and processor, never for those of another; answers the folder of all,
 * undefined where there is none.
 */
export async function layOutGit(
  git: string | undefined,
  output: string,
  platform: NodeJS.Platform = process.platform,
  architecture: string = process.arch,
): Promise<string | undefined> {
  await rm(output, { recursive: true, force: true });
  const system = SYSTEMS[platform];
  if (git === undefined || system === undefined) return undefined;
  await cp(git, join(output, `${system}-${architecture}`), { recursive: true, verbatimSymlinks: true });
  return output;
}

/** Git beside the program, where there is one for the package's system and processor. */
export function gitResources(folder: string | undefined): Pick<Configuration, 'extraResources'> {
  if (folder === undefined) return {};
  return {
    extraResources: [
      { from: join(folder, `\${os}-\${arch}`), to: 'git' },
      { from: 'build/package/git-notice.txt', to: 'git-notice.txt' },
    ],
  };
}
