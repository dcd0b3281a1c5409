import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chromium, startChromium } from './chromium';
import { createSingleInstance } from './single-instance';
import { strict } from './strict';
import { standin } from './system';
import { windows } from './windows';

const events = new EventEmitter();
const paths = new Map<string, string>();
const instance = createSingleInstance((argv) => events.emit('second-instance', {}, argv, process.cwd()));
let chromium: Promise<Chromium> | undefined;
let exiting = false;

function getPath(name: string): string {
  const path = paths.get(name) ?? mkdtempSync(join(tmpdir(), `standin-${name}-`));
  paths.set(name, path);
  return path;
}

/** Chromium, started when it is first needed: by then the app has said where its data is. */
export function ready(): Promise<Chromium> {
  chromium ??= startChromium(join(getPath('userData'), 'chromium'));
  return chromium;
}

/** Programs that are started at login, as Windows and macOS keep them. */
const loginItems = new Set<string>();
const loginItem = ({ path = '', args = [] }: Electron.LoginItemSettingsOptions = {}) =>
  JSON.stringify([path, args]);

function emitStoppable(event: string): boolean {
  let stopped = false;
  events.emit(event, { preventDefault: () => (stopped = true) });
  return stopped;
}

function exit(code = 0): void {
  exiting = true;
  instance.release();
  void instance
    .handedOver()
    .then(async () => (await chromium)?.kill())
    .finally(() => process.exit(code));
}

/** As Electron does: ask, close the windows, ask again, go. */
function quit(): void {
  if (exiting || emitStoppable('before-quit')) return;
  windows.events.off('empty', onEmpty);
  for (const window of windows.all()) window.close();
  windows.events.on('empty', onEmpty);
  if (windows.all().length > 0 || emitStoppable('will-quit')) return;
  events.emit('quit', {}, 0);
  exit(0);
}

function onEmpty(): void {
  if (!events.emit('window-all-closed')) quit();
}
windows.events.on('empty', onEmpty);

const resourcesPath = process.env['STANDIN_RESOURCES'];
if (resourcesPath !== undefined) Object.assign(process, { resourcesPath });

const api = {
  /** As an installed copy, whose resources lie in `STANDIN_RESOURCES`. */
  isPackaged: process.env['STANDIN_RESOURCES'] !== undefined,
  getName: () => 'BotPier',
  getVersion: () => process.env['STANDIN_VERSION'] ?? '0.0.0-standin',
  getLocale: () => process.env['STANDIN_LOCALE'] ?? 'zh-CN',
  getAppPath: () => process.env['STANDIN_RESOURCES'] ?? process.cwd(),
  getPath,
  setPath: (name: string, path: string) => void paths.set(name, path),
  whenReady: async () => {
    await ready();
  },
  requestSingleInstanceLock: () => instance.request(getPath('userData')),
  getLoginItemSettings: (options?: Electron.LoginItemSettingsOptions) => ({
    openAtLogin: loginItems.has(loginItem(options)),
    wasOpenedAtLogin: false,
  }),
  setLoginItemSettings({ openAtLogin, ...options }: Electron.Settings) {
    if (openAtLogin) loginItems.add(loginItem(options));
    else loginItems.delete(loginItem(options));
  },
  setAsDefaultProtocolClient: () => true,
  /** Of macOS alone. */
  dock: undefined,
  /** Only remembered: another process would be out of the test's hands. */
  relaunch: () => void standin.relaunches.push(process.argv),
  quit,
  exit,
} satisfies Partial<Record<keyof Electron.App, unknown>>;

export const app = strict('app', Object.assign(events, api));
