import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { APP_ID, FEED_URL } from '../../electron/shell/desktop/identity';
import manifest from '../../package.json' with { type: 'json' };
import type { AppIcons } from '../icons/make-app-icons';
import { denyPlainHttp } from './deny-plain-http';
import { DESKTOP_ENTRY } from './desktop-entry';
import { gitResources } from './git-folder';

const DESCRIPTION = `Pulls and runs NapCat with Koishi or AstrBot in containers, shows the QR code,
wires the services to each other, checks the model key, and then keeps the bot
alive and says so in the tray. No terminal, no panels, no typed tokens.`;

const NOTARY_CREDENTIALS = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN', 'APPLE_KEYCHAIN_PROFILE'],
];

/** What all packages' names begin with. */
const NAME = `${manifest.productName}-${manifest.version}`;

/** Debian's names of what Electron's program is linked with or starts. */
const DEB_DEPENDS = [
  'libc6',
  'libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libgbm1',
  'libasound2t64 | libasound2',
  'libatspi2.0-0',
  'libuuid1',
  'libsecret-1-0',
  'xdg-utils',
];

export interface PackageParts {
  /** What goes into the app's archive, from the repository's root. */
  files: readonly string[];
  icons: AppIcons;
  /** Path of the Debian package's compressed changelog. */
  changelog: string;
  /** Where packages are written. */
  output: string;
  /** What the app checks the feeds of mirrors with. */
  updateKey: string | undefined;
  /** Folder of the gits that go along, by system and processor. */
  git?: string | undefined;
  /** Says whether there is something to sign and to notarize with. */
  env: NodeJS.ProcessEnv;
}

/** How the packages of every system are made. */
export function packageConfig({
  files,
  icons,
  changelog,
  output,
  updateKey,
  git,
  env,
}: PackageParts): Configuration {
  return {
    appId: APP_ID,
    productName: manifest.productName,
    copyright: 'Copyright © 2026 the BotPier authors',
    electronVersion: manifest.devDependencies.electron,
    directories: { output, buildResources: 'build/package' },
    artifactName: `${NAME}-\${os}-\${arch}.\${ext}`,
    files: [...files],
    asar: true,
    ...gitResources(git),
    extraMetadata: { updateKey },
    // Everything is bundled: there is nothing to compile for the target.
    npmRebuild: false,
    // With those of Hong Kong and Taiwan, whose systems would else be taken for English ones.
    electronLanguages: ['en', 'en-US', 'zh_CN', 'zh-CN', 'zh_TW', 'zh-TW'],
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: 'BotPier', schemes: ['botpier'] }],
    publish: { provider: 'generic', url: FEED_URL },
    electronUpdaterCompatibility: '>=6',
    releaseInfo: { releaseNotesFile: 'release-notes.md' },
    toolsets: { appimage: '1.0.3' },
    afterPack: denyPlainHttp,
    ...windows(icons),
    ...macos(icons, env),
    ...linux(icons, changelog),
  };
}

function windows(icons: AppIcons): Pick<Configuration, 'win' | 'nsis' | 'portable'> {
  return {
    win: {
      target: ['nsis', 'portable'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
      icon: icons.ico,
      requestedExecutionLevel: 'asInvoker',
    },
    nsis: {
      oneClick: true,
      perMachine: false,
      packElevateHelper: false,
      // One installer for each processor: half the download.
      buildUniversalInstaller: false,
      // Any other language than Chinese gets the first.
      installerLanguages: ['en_US', 'zh_CN'],
      include: 'build/package/installer.nsh',
      // Asked for by our own script.
      deleteAppDataOnUninstall: false,
      uninstallDisplayName: manifest.productName,
    },
    portable: {
      artifactName: `${NAME}-\${os}-\${arch}-portable.\${ext}`,
      buildUniversalInstaller: false,
      unpackDirName: 'BotPier',
    },
  };
}

function macos(icons: AppIcons, env: NodeJS.ProcessEnv): Pick<Configuration, 'mac' | 'dmg'> {
  const isSigned = Boolean(env['CSC_LINK'] || env['CSC_NAME']);
  const has = (name: string) => Boolean(env[name]);
  return {
    mac: {
      target: ['dmg', 'zip'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
      icon: icons.icns,
      category: 'public.app-category.utilities',
      minimumSystemVersion: '13.0',
      entitlements: 'build/package/entitlements.plist',
      entitlementsInherit: 'build/package/entitlements.plist',
      hardenedRuntime: isSigned,
      // Without any signature an app does not start on Apple's own processors.
      ...(isSigned ? {} : { identity: '-' }),
      notarize: isSigned && NOTARY_CREDENTIALS.some((names) => names.every(has)),
      extendInfo: { CFBundleLocalizations: ['zh_CN', 'en'] },
    },
    dmg: { title: `${manifest.productName} ${manifest.version}` },
  };
}

function linux(icons: AppIcons, changelog: string): Pick<Configuration, 'linux' | 'deb'> {
  return {
    linux: {
      target: ['AppImage', 'deb'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
      icon: icons.pngs,
      executableName: 'botpier',
      category: 'Utility',
      maintainer: 'BotPier <botpier@users.noreply.github.com>',
      synopsis: 'AI chat bot for QQ on your own computer',
      description: DESCRIPTION,
      syncDesktopName: true,
      desktop: { entry: DESKTOP_ENTRY },
    },
    deb: {
      packageCategory: 'net',
      depends: DEB_DEPENDS,
      recommends: ['docker.io | docker-ce | podman', 'libayatana-appindicator3-1'],
      fpm: [
        `${changelog}=/usr/share/doc/botpier/changelog.gz`,
        `${join(import.meta.dirname, 'deb/copyright')}=/usr/share/doc/botpier/copyright`,
        `${join(import.meta.dirname, 'deb/lintian-overrides')}=/usr/share/lintian/overrides/botpier`,
      ],
    },
  };
}
