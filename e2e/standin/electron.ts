import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { app } from './app';
import { BrowserWindow as Window } from './browser-window';
import { ipcMain as ipc } from './ipc-main';
import { protocol as schemes } from './schemes';
import { strict } from './strict';
import { windows } from './windows';

/**
 * The part of Electron's main-process API that the product uses, on Node and Chromium. It has the names of
 * `electron.d.ts` only, and refuses every other.
 */
export { app };
export const BrowserWindow = strict('BrowserWindow', Window);
export const ipcMain = strict('ipcMain', ipc);
export const protocol = strict('protocol', schemes);

export const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId: string) =>
    windows.all().find((window) => window.webContents.targetId === targetId)?.webContents,
} satisfies Partial<Record<keyof typeof Electron.webContents, unknown>>);

/** What the app asked of the system, for tests to look at. */
export const standin = { opened: [] as string[], errors: [] as string[] };

export const shell = strict('shell', {
  openExternal: async (url: string) => void standin.opened.push(url),
} satisfies Partial<Electron.Shell>);

export const dialog = strict('dialog', {
  showErrorBox(title: string, content: string) {
    standin.errors.push(content);
    console.error(`${title}: ${content}`);
  },
} satisfies Partial<Electron.Dialog>);

export const session = strict('session', {
  defaultSession: strict('defaultSession', {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
  } satisfies Partial<Record<keyof Electron.Session, unknown>>),
});

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
