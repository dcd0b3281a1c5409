import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { AppImageUpdater } from 'electron-updater';
import { replaceProgram } from './replace-program';

/** What an AppImage's runtime tells the program inside; the next one tells its own. */
const OF_THE_RUNTIME = ['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD'];

/** electron-updater removes the old AppImage before the new one is in its place: a full disk would leave neither. */
export class CarefulAppImageUpdater extends AppImageUpdater {
  protected override doInstall({ isForceRunAfter }: { isForceRunAfter: boolean }): boolean {
    const path = process.env['APPIMAGE'];
    const installer = this.installerPath;
    if (path === undefined || !isAbsolute(path) || installer === null)
      throw new Error('there is no AppImage to replace');
    replaceProgram(path, installer);
    if (isForceRunAfter) {
      const env = Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !OF_THE_RUNTIME.includes(name)),
      );
      spawn(path, { detached: true, stdio: 'ignore', env }).unref();
    }
    return true;
  }
}
