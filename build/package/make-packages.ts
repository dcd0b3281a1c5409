import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Configuration, Platform } from 'electron-builder';
import { makeAppIcons } from '../icons/make-app-icons';
import { packageConfig } from './config';
import { writeDebianChangelog } from './debian-changelog';
import { createFeedSigner } from './feed-signer';
import { dugiteGit, layOutGit } from './git-folder';
import { offerToBeta } from './offer-to-beta';
import { shippedFiles } from './shipped-files';

const root = join(import.meta.dirname, '../..');

const PLATFORMS = { win: Platform.WINDOWS, mac: Platform.MAC, linux: Platform.LINUX };
export type System = keyof typeof PLATFORMS;
export const SYSTEMS = ['win', 'mac', 'linux'] as const satisfies readonly System[];

export interface PackageOptions {
  systems: readonly System[];
  /** Packages are written into a folder of each system in here, emptied first. */
  output: string;
  /** Changes what is decided in `config.ts`. */
  adapt?: (config: Configuration, system: System) => Configuration;
}

/** Packs what `npm run build` made, for each system; answers the packages' paths. */
export async function makePackages({ systems, output, adapt }: PackageOptions): Promise<string[]> {
  const icons = await makeAppIcons(join(output, '.made/icons'));
  const changelog = await writeDebianChangelog(join(output, '.made/changelog.gz'));
  const files = await shippedFiles(root);
  const signer = createFeedSigner(process.env['UPDATE_SIGNING_KEY']);
  const git = await layOutGit(await dugiteGit(root), join(root, 'out/git'));
  const packages: string[] = [];
  for (const system of systems) {
    const folder = join(output, system);
    await rm(folder, { recursive: true, force: true });
    const config = packageConfig({
      files,
      icons,
      changelog,
      output: folder,
      git,
      env: process.env,
      updateKey: signer?.publicKey,
    });
    packages.push(
      ...(await build({
        projectDir: root,
        targets: PLATFORMS[system].createTarget(),
        config: adapt ? adapt(config, system) : config,
        publish: 'never',
      })),
    );
    await offerToBeta(folder);
    await signer?.signFeeds(folder);
  }
  return packages;
}

/** The system that this machine makes packages for when it is not told which. */
export function ownSystem(platform: NodeJS.Platform = process.platform): System {
  return platform === 'win32' ? 'win' : platform === 'darwin' ? 'mac' : 'linux';
}
