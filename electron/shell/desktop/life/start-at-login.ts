import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { readFileIfAny, writeFileAtomic } from '../../../lib/atomic-file';
import { autostartEntry } from './autostart-entry';

export const HIDDEN_FLAG = '--hidden';
const ENTRY_NAME = 'io.github.botpier.BotPier.desktop';

/** Whether the system starts BotPier when the user signs in. */
export interface StartAtLogin {
  /** Makes it so; leaves alone what already is. */
  set(wanted: boolean): Promise<void>;
}

type LoginItems = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** By the system's own list, which there is on Windows and macOS. Tests and unpacked builds name their program. */
export function startByLoginItem(app: LoginItems, command: readonly string[]): StartAtLogin {
  const [path = process.execPath, ...args] = command;
  return {
    async set(wanted) {
      // Asked with the same path and arguments, or Windows says no.
      if (app.getLoginItemSettings({ path, args }).openAtLogin === wanted) return;
      app.setLoginItemSettings({ openAtLogin: wanted, path, args });
    },
  };
}

/** By a file in the desktop's autostart folder. */
export function startByFile(
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): StartAtLogin {
  const path = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart', ENTRY_NAME);
  return {
    async set(wanted) {
      if (!wanted) return rm(path, { force: true });
      const entry = autostartEntry(command);
      if ((await readFileIfAny(path)) !== entry) await writeFileAtomic(path, entry, 0o644);
    },
  };
}

/** The command that starts this very program, hidden. An AppImage runs from a folder that is gone at the next login. */
export function hiddenCommand(
  app: Pick<App, 'isPackaged' | 'getAppPath'>,
  env: NodeJS.ProcessEnv = process.env,
): string[] {
  const program = env['APPIMAGE'] || process.execPath;
  return [program, ...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN_FLAG];
}
