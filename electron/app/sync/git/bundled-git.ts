import { join } from 'node:path';

/** How a git that was shipped as a folder is started: it was not built for the place where it now lies. */
export interface BundledGit {
  command: string;
  env: Readonly<Record<string, string>>;
  /** Folders that have to come first on PATH. */
  path: readonly string[];
}

/** Where the parts of git's own folder are on each system. */
const LAYOUTS: Readonly<
  Record<'win32' | 'darwin' | 'linux', (folder: string, architecture: string) => BundledGit>
> = {
  win32(folder, architecture) {
    const root = join(
      folder,
      architecture === 'ia32' ? 'mingw32' : (WINDOWS_ROOTS[architecture] ?? 'mingw64'),
    );
    return {
      command: join(folder, 'cmd', 'git.exe'),
      env: { GIT_EXEC_PATH: join(root, 'libexec', 'git-core') },
      path: [join(root, 'bin'), join(root, 'usr', 'bin')],
    };
  },
  darwin: (folder) => ({
    command: join(folder, 'bin', 'git'),
    env: {
      GIT_EXEC_PATH: join(folder, 'libexec', 'git-core'),
      GIT_TEMPLATE_DIR: join(folder, 'share', 'git-core', 'templates'),
    },
    path: [],
  }),
  linux: (folder) => ({
    command: join(folder, 'bin', 'git'),
    env: {
      GIT_EXEC_PATH: join(folder, 'libexec', 'git-core'),
      GIT_TEMPLATE_DIR: join(folder, 'share', 'git-core', 'templates'),
      // Built with a prefix that is on no computer, and with a curl that looks for certificates in it.
      PREFIX: folder,
      GIT_SSL_CAINFO: join(folder, 'ssl', 'cacert.pem'),
    },
    path: [],
  }),
};

const WINDOWS_ROOTS: Readonly<Record<string, string>> = { x64: 'mingw64', arm64: 'clangarm64' };

/** Undefined for a system that no such folder is made for. */
export function bundledGit(
  folder: string,
  platform: NodeJS.Platform = process.platform,
  architecture: string = process.arch,
): BundledGit | undefined {
  return platform === 'win32' || platform === 'darwin' || platform === 'linux'
    ? LAYOUTS[platform](folder, architecture)
    : undefined;
}
