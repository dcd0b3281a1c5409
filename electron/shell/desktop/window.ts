import { BrowserWindow, session, shell } from 'electron';
import { isOwnPage, PAGE_URL } from './page-origin';

/** Opens the one window. Nothing but our own page is ever shown in it. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1080,
    height: 720,
    minWidth: 720,
    minHeight: 560,
    show: false,
    title: 'BotPier',
    autoHideMenuBar: true,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    if (isWebLink(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(PAGE_URL).catch((cause: unknown) => {
    // Closed while it was still loading: nobody waits for the page any more.
    if (!window.isDestroyed()) console.error('window.load.failed', cause);
  });
  return window;
}

/** Brings the window before the user's eyes. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The page asks for none of the browser's powers, so none is given; copying text is its one exception. */
export function refusePermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  );
}

/** What may be handed to the system's browser: never a file, never another program's scheme. */
function isWebLink(url: string): boolean {
  return URL.parse(url)?.protocol === 'https:';
}
