import { dirname, join } from 'node:path';

/**
 * How this copy of the app can be replaced: by its installer, by writing over the AppImage, by macOS's own updater, or
 * only by hand (`page`).
 */
export type UpdateWay = 'nsis' | 'appImage' | 'squirrel' | 'page';

export interface Installation {
  isPackaged: boolean;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The running program's path. */
  program: string;
  /** What a program says, on both of its outputs. */
  run: (program: string, args: readonly string[]) => Promise<string>;
  /** Whether this user may put files into a folder. */
  isWritable: (folder: string) => Promise<boolean>;
}

const SIGNED_FOR_EVERYBODY = /^Authority=Developer ID Application: /m;

/** Undefined where there is no package to replace: the app was started from its source. */
export async function chooseUpdateWay(installation: Installation): Promise<UpdateWay | undefined> {
  const { isPackaged, platform, env, program, run, isWritable } = installation;
  if (!isPackaged) return undefined;
  switch (platform) {
    case 'win32':
      return env['PORTABLE_EXECUTABLE_FILE'] ? 'page' : 'nsis';
    case 'darwin': {
      // macOS replaces only what has the same signature.
      const bundle = join(dirname(program), '../..');
      const said = await run('/usr/bin/codesign', ['--display', '--verbose=2', bundle]).catch(() => '');
      return SIGNED_FOR_EVERYBODY.test(said) ? 'squirrel' : 'page';
    }
    default:
      return env['APPIMAGE'] && (await isWritable(dirname(env['APPIMAGE']))) ? 'appImage' : 'page';
  }
}
