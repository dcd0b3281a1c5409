import { app } from 'electron';
import type { GuardProgram } from '../../engine/docker/pause-guard';
import { runPauseGuard } from '../../engine/docker/run-pause-guard';

const FLAG = '--pause-guard';

/** Electron as it is packed runs nothing but this app: so the app itself, told what it is this time, is the guard. */
export const pauseGuard: GuardProgram = {
  command: process.execPath,
  // Not packed, the first argument says where the app lies.
  args: [...(app.isPackaged ? [] : process.argv.slice(1, 2)), FLAG],
};

/** Whether this process is there for that alone: no window, no tray icon, no data of ours. */
export const isPauseGuard = process.argv.includes(FLAG);

export async function guardPaused(): Promise<void> {
  app.dock?.hide();
  await runPauseGuard();
}
