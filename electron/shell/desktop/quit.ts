import { app } from 'electron';

/** Lets go of everything before the process ends; the containers stay as their intent says. */
export function quitCleanly(closers: readonly (() => Promise<void>)[]): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    Promise.all(closers.map((close) => close()))
      .catch((cause: unknown) => console.error('app.close.failed', cause))
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}
