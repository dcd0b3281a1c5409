import { join } from 'node:path';
import { app, type BrowserWindow, dialog, safeStorage } from 'electron';
import { systemClock } from '../../lib/clock';
import { bootApp } from '../boot';
import { bootBeside } from '../boot-beside';
import { explainFailure } from '../explain-failure';
import { ownBoxes } from '../own-boxes';
import { createRehearsalStage } from '../rehearsal-stage';
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
  const onFailure = (cause: unknown) => console.error('ipc.call.failed', cause);
  const rehearsal = createRehearsalStage({ boot: () => bootBeside(product), clock: systemClock, onFailure });
  quitCleanly([async () => (await product).close(), rehearsal.close]);

  refusePermissions();
  await servePage(join(out, 'renderer'));
  const real = createRpcConnection(() => product, onFailure);
  answerPipe({ real, rehearsal: rehearsal.connection }, console.error);

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
