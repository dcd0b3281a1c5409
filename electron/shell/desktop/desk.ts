import { join } from 'node:path';
import { app, dialog, nativeTheme, powerMonitor } from 'electron';
import type { App } from '../../app/api';
import type { Clock } from '../../lib/clock';
import { createValue } from '../../lib/value';
import { setApplicationMenu } from './application-menu';
import type { DeepLink } from './life/deep-link';
import { openDesktopMemory } from './life/desktop-memory';
import { followStartAtLogin } from './life/follow-start-at-login';
import { createLeave, resumeStopped } from './life/leave';
import { startEngineToo } from './life/start-engine-too';
import { tellStillHere } from './life/tell-still-here';
import { watchCrashes } from './life/watch-crashes';
import { createMainWindow } from './main-window';
import { createPanelWindows } from './panel-windows';
import { createAct } from './tray/act';
import { createSystemTray } from './tray/system-tray';
import { trayTextsFor } from './tray/texts-for';
import { createTrayController } from './tray/tray-controller';
import { hasTrayHost } from './tray/tray-host';
import type { TrayState, Trouble } from './tray/tray-state';
import { openInBrowser } from './window';

export interface DeskParts {
  /** The app once it is up. */
  product: Promise<App>;
  /** Where the shell keeps what it has to remember. */
  folder: string;
  /** A rehearsal leaves the system's own settings to the real app. */
  isRehearsal: boolean;
  /** What the build made: the preload and the icons. */
  out: string;
  clock: Clock;
  log(line: string, cause?: unknown): void;
}

/** What the user has of BotPier on the desktop: an icon in the tray and a window. */
export interface Desk {
  show(link?: Partial<DeepLink>): void;
  close(): void;
}

/** Sets the desk. Electron has to be ready. */
export async function setDesk(parts: DeskParts): Promise<Desk> {
  const { product, out, clock, log } = parts;
  const memory = await openDesktopMemory(join(parts.folder, 'desktop.json'), (cause) =>
    log('desktop.memory.failed', cause),
  );
  const state = createValue<TrayState>({ view: undefined, trouble: undefined });
  let running: App | undefined;
  const settings = () => state.get().view?.settings;
  const texts = () => trayTextsFor(settings()?.language ?? 'auto', app.getLocale());
  const tellNotice = (code: 'stillHere' | 'noTrayHost' | 'trayFailed') =>
    void product.then((running) => running.notices.tell(code)).catch(() => {});

  const panels = createPanelWindows();
  const openPanel: Parameters<typeof createAct>[0]['openPanel'] = (running, bot, service) => {
    const found = running.view.get().bots.find(({ id }) => id === bot);
    const product = found?.services.find(({ name }) => name === service)?.product ?? service;
    const enter = () => running.panels.enter(bot, service);
    return panels.open(`${bot} ${service}`, `${product} · ${found?.name ?? ''}`, enter);
  };
  const leave = createLeave({
    app: () => running,
    dialog,
    texts,
    memory,
    clock,
    quit: () => app.quit(),
    onFailure: (cause) => log('desktop.leave.failed', cause),
  });
  const window = createMainWindow({
    preload: join(out, 'preload/preload.cjs'),
    memory,
    clock,
    hidesOnClose: () => settings()?.desktop.closeToTray ?? true,
    onHidden() {
      if (memory.tellOnce('stillHere')) tellStillHere(texts().stillHere, () => tellNotice('stillHere'));
    },
    onClosed: () => void leave(),
    onLink(url) {
      for (const { id, services } of state.get().view?.bots ?? []) {
        const service = services.find(({ panel }) => panel === url);
        if (service) return void act({ do: 'openPanel', bot: id, service: service.name });
      }
      openInBrowser(url);
    },
  });
  const show = (link?: Partial<DeepLink>) => {
    if (state.get().trouble === 'window') state.set({ ...state.get(), trouble: undefined });
    window.show(link);
  };
  const act = createAct({
    app: product,
    clock,
    open: show,
    openPanel,
    reopen() {
      if (state.get().trouble === 'core') {
        app.relaunch();
        return app.quit();
      }
      state.set({ ...state.get(), trouble: undefined });
      window.drop();
      show();
    },
    leave,
    onFailure: (cause) => log('desktop.action.failed', cause),
  });

  watchCrashes({
    app,
    process,
    isOurs: (contents) => window.current()?.webContents === contents,
    onTrouble(trouble: Trouble) {
      if (trouble === 'window') window.drop();
      if (state.get().trouble !== 'core') state.set({ ...state.get(), trouble });
    },
    log,
  });
  const tray = createTrayController({
    create: (tone) => createSystemTray(join(out, 'icons'), tone, () => show()),
    state,
    texts,
    clock,
    act: (action) => void act(action),
    onFailure(cause) {
      log('tray.failed', cause);
      if (memory.tellOnce('trayFailed')) tellNotice('trayFailed');
    },
  });
  nativeTheme.on('updated', tray.redraw);
  setApplicationMenu(texts().menu, show, () => void leave());
  void hasTrayHost().then((isThere) => {
    if (isThere === false && memory.tellOnce('noTrayHost')) tellNotice('noTrayHost');
  });
  const look = () => void product.then((up) => up.wake()).catch((cause) => log('desktop.wake.failed', cause));
  powerMonitor.on('resume', look);
  powerMonitor.on('shutdown', () => app.quit());
  app.on('before-quit', window.letGo);

  followStartAtLogin(product, parts.isRehearsal, (cause) => log('desktop.login-item.failed', cause));

  let endWatches = () => {};
  product.then(
    (up) => {
      running = up;
      const refresh = () => state.set({ ...state.get(), view: up.view.get() });
      const unsubscribe = up.view.subscribe(refresh);
      const stopEngineWatch = startEngineToo(up, (cause) => log('engine.start.failed', cause));
      endWatches = () => {
        unsubscribe();
        stopEngineWatch();
      };
      refresh();
      resumeStopped(up, memory).catch((cause) => log('desktop.resume.failed', cause));
    },
    // Whoever boots the app says why it did not come up.
    () => {},
  );

  return {
    show,
    close() {
      endWatches();
      panels.close();
      tray.close();
    },
  };
}
