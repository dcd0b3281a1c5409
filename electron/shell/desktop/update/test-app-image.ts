import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { createManualClock, type ManualClock } from '../../../lib/manual-clock';
import { CarefulAppImageUpdater } from './careful-app-image-updater';
import type { UpdateDriver } from './update-driver';
import { createUpdaterDriver } from './updater-driver';

/** electron-updater's own way to ask and to download, over Node's network instead of Electron's. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void) {
    return request(options, callback) as never;
  }

  override addRedirectHandlers(): void {}
}

export const OLD_PROGRAM = 'the old program';

/** An installed AppImage of version 1.2.0, and the real updater for it. */
export interface InstalledAppImage {
  path: string;
  driver: UpdateDriver;
  clock: ManualClock;
  log: string[];
  remove(): Promise<void>;
}

export async function installAppImage(feedKey?: string, version = '1.2.0'): Promise<InstalledAppImage> {
  const dir = await mkdtemp(join(tmpdir(), '更新 update-'));
  const path = join(dir, 'BotPier.AppImage');
  await writeFile(path, OLD_PROGRAM, { mode: 0o755 });
  await mkdir(join(dir, 'cache'));
  await writeFile(join(dir, 'app-update.yml'), 'provider: generic\nupdaterCacheDirName: botpier-updater\n');
  process.env['APPIMAGE'] = path;

  const updater = new CarefulAppImageUpdater(undefined, {
    version,
    name: 'botpier',
    isPackaged: true,
    appUpdateConfigPath: join(dir, 'app-update.yml'),
    userDataPath: join(dir, 'data'),
    baseCachePath: join(dir, 'cache'),
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  });
  updater.autoInstallOnAppQuit = false;
  Object.assign(updater, { httpExecutor: new NodeExecutor() });

  const clock = createManualClock();
  const log: string[] = [];
  return {
    path,
    clock,
    log,
    driver: createUpdaterDriver({
      updater,
      clock,
      log: (line) => log.push(line),
      feedKey,
      installAtEnd(relaunch) {
        if (!updater.install(true, relaunch)) throw new Error('not installed');
      },
    }),
    async remove() {
      delete process.env['APPIMAGE'];
      await rm(dir, { recursive: true, force: true });
    },
  };
}
