import { join } from 'node:path';
import { app, type BrowserWindow, dialog, safeStorage } from 'electron';
import { bootApp } from '../boot';
import { explainFailure } from '../explain-failure';
import { ownBoxes } from '../own-boxes';
import { createRpcConnection } from '../rpc-connection';
import { parseShellOptions } from '../shell-options';
import { registerPageScheme, servePage } from './page-protocol';
import { quitCleanly } from './quit';
import { answerPipe } from './rpc-pipe';
import { createSafeStorageBox } from './safe-storage-box';
import { openWindow, refusePermissions, showWindow } from './window';

const out = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const options = parseShellOptions(process.argv.slice(1));
  if (options.dataDir !== undefined) app.setPath('userData', join(options.dataDir, 'window'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  registerPageScheme();
  await app.whenReady();

  // The window opens at once; what its page calls waits for the app.
  const product = createSafeStorageBox(safeStorage).then((box) =>
    bootApp({ ...options, url: undefined, boxes: box ? [box, ...ownBoxes()] : ownBoxes() }),
  );
  product.catch(giveUp);
  quitCleanly(product);

  refusePermissions();
  await servePage(join(out, 'renderer'));
  answerPipe(
    createRpcConnection(product, (cause) => console.error('ipc.call.failed', cause)),
    console.error,
  );

  let window: BrowserWindow = openWindow(join(out, 'preload/preload.cjs'));
  const show = () => {
    if (window.isDestroyed()) window = openWindow(join(out, 'preload/preload.cjs'));
    else showWindow(window);
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => app.quit());
}

function giveUp(cause: unknown): void {
  dialog.showErrorBox('BotPier', explainFailure(cause) ?? String(cause));
  app.exit(1);
}

main().catch(giveUp);
