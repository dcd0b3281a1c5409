import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { app } from './app';
import { BrowserWindow as Window } from './browser-window';
import { ipcMain as ipc } from './ipc-main';
import { Menu as PlainMenu } from './menu';
import { nativeImage as images } from './native-image';
import { net as network } from './net';
import { protocol as schemes } from './schemes';
import { screen as screens } from './screen';
import { strict } from './strict';
import {
  standin as asked,
  Notification as PlainNotification,
  powerMonitor as power,
  nativeTheme as theme,
} from './system';
import { Tray as PlainTray } from './tray';
import { windows } from './windows';

/**
 * The part of Electron's main-process API that the product uses, on Node and Chromium. It has the names of
 * `electron.d.ts` only, and refuses every other.
 */
export { app };
export const BrowserWindow = strict('BrowserWindow', Window);
export const ipcMain = strict('ipcMain', ipc);
export const net = strict('net', network);
export const protocol = strict('protocol', schemes);

export const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId: string) =>
    windows.all().find((window) => window.webContents.targetId === targetId)?.webContents,
} satisfies Partial<Record<keyof typeof Electron.webContents, unknown>>);

export const standin = asked;
export const Menu = strict('Menu', PlainMenu);
export const Tray = strict('Tray', PlainTray);
export const Notification = strict('Notification', PlainNotification);
export const nativeImage = strict('nativeImage', images);
export const nativeTheme = strict('nativeTheme', theme);
export const powerMonitor = strict('powerMonitor', power);
export const screen = strict('screen', screens);

export const shell = strict('shell', {
  openExternal: async (url: string) => void standin.opened.push(url),
  async openPath(path: string) {
    standin.opened.push(path);
    return '';
  },
} satisfies Partial<Electron.Shell>);

export const dialog = strict('dialog', {
  showErrorBox(title: string, content: string) {
    standin.errors.push(content);
    console.error(`${title}: ${content}`);
  },
  /** Cancelled, unless a test answers in its place. */
  showMessageBox: async (options: Electron.MessageBoxOptions) => ({
    response: options.cancelId ?? 0,
    checkboxChecked: false,
  }),
} satisfies Partial<Record<keyof Electron.Dialog, unknown>>);

const newSession = () =>
  strict('Session', {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
    setProxy: async () => {},
  } satisfies Partial<Record<keyof Electron.Session, unknown>>);

export const session = strict('session', {
  defaultSession: newSession(),
  fromPartition: newSession,
} satisfies Partial<Record<keyof typeof Electron.session, unknown>>);

const key = createHash('sha256').update('stand-in').digest();
const HEAD = Buffer.from('v11');

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () =>
    process.env['STANDIN_BACKEND'] === 'basic_text' ? 'basic_text' : 'gnome_libsecret',
  async encryptStringAsync(plain: string) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([HEAD, nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  async decryptStringAsync(sealed: Buffer) {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15));
    decipher.setAuthTag(sealed.subarray(-16));
    const result = decipher.update(sealed.subarray(15, -16), undefined, 'utf8') + decipher.final('utf8');
    return { result, shouldReEncrypt: false };
  },
} satisfies Partial<Electron.SafeStorage>);
