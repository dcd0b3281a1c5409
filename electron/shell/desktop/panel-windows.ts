import { BrowserWindow, session } from 'electron';
import type { PanelEntry } from '../../app/bot/panels';
import { openInBrowser } from './window';

/** Windows for the services' own panels. Each has a session of its own, in memory, and nothing of ours in it. */
export interface PanelWindows {
  /** Shows the panel, signed in; one that is open is only brought to the front. */
  open(key: string, title: string, enter: () => Promise<PanelEntry>): Promise<void>;
  close(): void;
}

export function createPanelWindows(): PanelWindows {
  const open = new Map<string, BrowserWindow>();
  let count = 0;

  return {
    async open(key, title, enter) {
      const there = open.get(key);
      if (there && !there.isDestroyed()) {
        there.show();
        return there.focus();
      }
      const { url, storage } = await enter();
      count += 1;
      const window = createPanelWindow(title, `panel-${count}`, new URL(url).origin);
      open.set(key, window);
      window.on('closed', () => {
        if (open.get(key) === window) open.delete(key);
      });
      await signIn(window, url, storage);
      if (!window.isDestroyed()) await window.loadURL(url);
    },
    close() {
      for (const window of open.values()) if (!window.isDestroyed()) window.destroy();
    },
  };
}

/** A path that no panel has: its answer has the panel's origin, and runs nothing of it. */
const NOWHERE = '/.botpier';

function createPanelWindow(title: string, partition: string, origin: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 780,
    title,
    autoHideMenuBar: true,
    webPreferences: { partition, contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  session.fromPartition(partition).setPermissionRequestHandler((_contents, permission, decide) => {
    decide(permission === 'clipboard-sanitized-write');
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    openInBrowser(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', (event) => {
    if (URL.parse(event.url)?.origin !== origin) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => {
    if (URL.parse(event.url)?.origin !== origin) event.preventDefault();
  });
  return window;
}

/** The panel's own page reads this as soon as it runs; so it is written from another of the same origin. */
async function signIn(window: BrowserWindow, url: string, storage: PanelEntry['storage']): Promise<void> {
  try {
    await window.loadURL(new URL(NOWHERE, url).href);
    const entries = JSON.stringify(Object.entries(storage));
    await window.webContents.executeJavaScript(
      `for (const [name, value] of ${entries}) localStorage.setItem(name, value);`,
    );
  } catch (cause) {
    // Then it asks for a password, as it does in any browser.
    console.error('panel.sign-in.failed', cause instanceof Error ? cause.name : 'unknown');
  }
}
