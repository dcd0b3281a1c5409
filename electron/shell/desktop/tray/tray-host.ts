import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ASK = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.NameHasOwner',
  `string:${WATCHER}`,
];
const PATIENCE_MS = 3_000;

/**
 * Whether something on this desktop shows tray icons; undefined when that cannot be told. GNOME without its extension
 * has nobody who does, and Electron has no word for that.
 */
export function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  program = 'dbus-send',
): Promise<boolean | undefined> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile(program, ASK, { timeout: PATIENCE_MS }, (error, answer) => {
      resolve(error ? undefined : /\bboolean true\b/.test(answer));
    });
  });
}
