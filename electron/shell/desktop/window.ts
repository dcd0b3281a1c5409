import { BrowserWindow, session, shell } from 'electron';
import { type Rect, SMALLEST } from './life/place-window';
import { isOwnPage, PAGE_URL } from './page-origin';

export interface WindowOptions {
  preload: string;
  place: Rect;
  /** What follows `#` in the page's address. */
  hash: string;
  /** A link out of our page: to another page in the user's browser, or to a service's panel. */
  onLink(url: string): void;
}

/** Opens the one window. Nothing but our own page is ever shown in it. */
export function openWindow({ preload, place, hash, onLink }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...place,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'BotPier',
    autoHideMenuBar: true,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    onLink(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  const showFirst = () => window.show();
  window.once('ready-to-show', showFirst);
  // Shown early and closed again while it loaded: then it stays away.
  window.once('close', () => window.off('ready-to-show', showFirst));
  window.loadURL(PAGE_URL + hash).catch((cause: unknown) => {
    // Closed while it was still loading: nobody waits for the page any more.
    if (!window.isDestroyed()) console.error('window.load.failed', cause);
  });
  return window;
}

/** The page asks for none of the browser's powers, so none is given; copying text is its one exception. */
export function refusePermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  );
}

/** Hands a link to the user's browser: never a file, never another program's scheme. */
export function openInBrowser(url: string): void {
  if (URL.parse(url)?.protocol === 'https:') void shell.openExternal(url);
}
