import { app, BrowserWindow } from 'electron';
import { AppUpdater, type BaseUpdater, MacUpdater, NsisUpdater } from 'electron-updater';
import type { UpdateNeeds } from '../../../app/update/update-controls';
import { CarefulAppImageUpdater } from './careful-app-image-updater';
import { readFeedKey } from './feed-key';
import type { UpdateDriver } from './update-driver';
import type { UpdateWay } from './update-way';
import { createUpdaterDriver } from './updater-driver';

/** The driver inside Electron: its network, its proxy, and the updater that this copy of the app needs. */
export async function createElectronDriver(
  way: UpdateWay,
  { settings, clock, log }: UpdateNeeds,
): Promise<UpdateDriver> {
  const { updater, ...installing } = choose(way);
  return createUpdaterDriver({
    updater,
    clock,
    log,
    feedKey: await readFeedKey(app.getAppPath()),
    prepare: async () => {
      const { proxy } = settings.get().network;
      await updater.netSession.setProxy(proxy === '' ? { mode: 'system' } : { proxyRules: proxy });
    },
    ...installing,
  });
}

function choose(way: UpdateWay) {
  switch (way) {
    case 'nsis': {
      const updater = new NsisUpdater();
      updater.disableWebInstaller = true;
      return installedAtEnd(updater);
    }
    case 'appImage':
      return installedAtEnd(new CarefulAppImageUpdater());
    case 'squirrel': {
      // It is handed over to macOS once downloaded, which installs it when the app has ended.
      const updater = new MacUpdater();
      return {
        updater,
        installAtEnd: () => {},
        quitAndInstall() {
          // It would close them first, and a window that only hides when it is closed would keep the app from ending.
          for (const window of BrowserWindow.getAllWindows()) window.destroy();
          updater.quitAndInstall();
        },
      };
    }
    case 'page':
      return {
        updater: new LookingUpdater(),
        installAtEnd: () => {
          throw new Error('this copy is replaced by hand');
        },
      };
  }
}

function installedAtEnd<T extends BaseUpdater>(updater: T) {
  // By our own hand, once everything is let go of.
  updater.autoInstallOnAppQuit = false;
  return {
    updater,
    installAtEnd(relaunch: boolean) {
      if (!updater.install(true, relaunch)) throw new Error('the installer could not be started');
    },
  };
}

/** Looks, and no more. */
class LookingUpdater extends AppUpdater {
  constructor() {
    super(undefined);
  }

  protected override doDownloadUpdate(): never {
    throw new Error('this copy is replaced by hand');
  }

  override quitAndInstall(): void {}
}
