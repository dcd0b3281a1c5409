import { join } from 'node:path';
import { app, dialog, safeStorage, session, shell } from 'electron';
import type { App } from '../../app/api';
import { systemClock } from '../../lib/clock';
import { bootApp } from '../boot';
import { bootBeside } from '../boot-beside';
import { explainFailure } from '../explain-failure';
import { ownBoxes } from '../own-boxes';
import { createRehearsalStage } from '../rehearsal-stage';
import { createRpcConnection } from '../rpc-connection';
import { parseShellOptions } from '../shell-options';
import { type Desk, setDesk } from './desk';
import { APP_ID } from './identity';
import { argumentsBeforeLink } from './life/deep-link';
import { receiveLinks } from './life/receive-links';
import { showNotifications } from './life/show-notification';
import { registerPageScheme, servePage } from './page-protocol';
import { guardPaused, isPauseGuard, pauseGuard } from './pause-guard';
import { quitCleanly } from './quit';
import { answerPipe } from './rpc-pipe';
import { createSafeStorageBox } from './safe-storage-box';
import { createDesktopUpdates } from './update/desktop-updates';
import { refusePermissions } from './window';

const out = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const args = process.argv.slice(1);
  const options = parseShellOptions(argumentsBeforeLink(args));
  if (options.dataDir !== undefined) app.setPath('userData', join(options.dataDir, 'window'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  registerPageScheme();
  const links = receiveLinks(args);
  await app.whenReady();

  let show: Desk['show'] = () => {};
  // What the page calls waits for the app.
  const booting = Promise.withResolvers<App>();
  const product = booting.promise;
  product.catch(giveUp);
  const boot = async () => {
    const [box, updates] = await Promise.all([createSafeStorageBox(safeStorage), createDesktopUpdates()]);
    return await bootApp({
      ...options,
      url: undefined,
      boxes: box ? [box, ...ownBoxes()] : ownBoxes(),
      updates,
      systemProxy: () => session.defaultSession.resolveProxy('https://registry.npmjs.org'),
      // The app names its own data folder here, and nothing else.
      openFolder: async (path) => void (await shell.openPath(path)),
      pauseGuard,
      showOnDesktop: showNotifications((bot) => show(bot === undefined ? {} : { bot })),
      systemLanguage: app.getLocale().startsWith('zh') ? 'zh' : 'en',
    });
  };
  const log = (line: string, cause?: unknown) => console.error(line, ...(cause === undefined ? [] : [cause]));
  const onFailure = (cause: unknown) => log('ipc.call.failed', cause);
  const rehearsal = createRehearsalStage({ boot: () => bootBeside(product), clock: systemClock, onFailure });

  refusePermissions();
  await servePage(join(out, 'renderer'));
  const real = createRpcConnection(() => product, onFailure);
  answerPipe({ real, rehearsal: rehearsal.connection }, log);

  const folder = options.dataDir ?? app.getPath('userData');
  const desk = await setDesk({
    product,
    folder,
    isRehearsal: options.rehearse,
    out,
    clock: systemClock,
    log,
  });
  show = desk.show;
  quitCleanly([async () => desk.close(), async () => (await product).close(), rehearsal.close]);
  links.start(desk.show);
  // Icon and window come first: what the app is made of takes longer to read than both.
  booting.resolve(boot());
}

function giveUp(cause: unknown): void {
  dialog.showErrorBox('BotPier', explainFailure(cause) ?? String(cause));
  app.exit(1);
}

if (isPauseGuard) void guardPaused();
else main().catch(giveUp);
