import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { app, shell } from 'electron';
import type { MakeUpdates } from '../../../app/update/update-controls';
import { FEED_URL, RELEASES_PAGE } from '../identity';
import { createUpdates } from './create-updates';
import { createInstallAttempt } from './install-attempt';
import { chooseUpdateWay } from './update-way';

const execute = promisify(execFile);

/** How this copy of the app updates itself; undefined when it was started from its source. */
export async function createDesktopUpdates(): Promise<MakeUpdates | undefined> {
  const way = await chooseUpdateWay({
    isPackaged: app.isPackaged,
    platform: process.platform,
    env: process.env,
    program: process.execPath,
    async run(program, args) {
      const { stdout, stderr } = await execute(program, [...args]);
      return stdout + stderr;
    },
    isWritable: (folder) =>
      access(folder, constants.W_OK).then(
        () => true,
        () => false,
      ),
  });
  if (way === undefined) return undefined;
  return createUpdates({
    way: way === 'page' ? 'page' : 'install',
    version: app.getVersion(),
    feed: FEED_URL,
    // Read only when it is time to look: it is a good part of the program's code.
    loadDriver: async (needs) => (await import('./electron-driver')).createElectronDriver(way, needs),
    attempt: createInstallAttempt(join(app.getPath('userData'), 'update-attempt.json')),
    openPage: () => shell.openExternal(RELEASES_PAGE),
    quit: () => app.quit(),
    onEnd: (run) => app.once('quit', (_event, code) => code === 0 && run()),
  });
}
