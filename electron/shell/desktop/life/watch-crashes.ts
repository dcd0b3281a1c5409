import type { App, WebContents } from 'electron';
import type { Trouble } from '../tray/tray-state';

type Crashing = Pick<App, 'on'>;

/** Renderers that end because they were told to. */
const FINE = new Set(['clean-exit']);

export interface CrashWatch {
  app: Crashing;
  process: Pick<NodeJS.Process, 'on'>;
  /** Whether these contents are the window's. */
  isOurs(contents: WebContents): boolean;
  onTrouble(trouble: Trouble): void;
  log(line: string): void;
}

/** Hears of everything that goes down beside the tray, and keeps the process from going down with it. */
export function watchCrashes({ app, process, isOurs, onTrouble, log }: CrashWatch): void {
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (FINE.has(reason) || !isOurs(contents)) return;
    log(`window.gone ${JSON.stringify({ reason, exitCode })}`);
    onTrouble('window');
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (FINE.has(reason)) return;
    log(`process.gone ${JSON.stringify({ type, reason, exitCode })}`);
    if (type === 'GPU') onTrouble('gpu');
  });
  const onFailure = (cause: unknown) => {
    log(`core.failed ${(cause instanceof Error && cause.stack) || String(cause)}`);
    onTrouble('core');
  };
  process.on('uncaughtException', onFailure);
  // Electron only warns of it, where Node would make an exception of it.
  process.on('unhandledRejection', onFailure);
}
