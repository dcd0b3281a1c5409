import { app } from 'electron';
import type { App } from '../../app/api';

/** Lets go of everything before the process ends; the containers stay as their intent says. */
export function quitCleanly(product: Promise<App>): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    product
      .then((running) => running.close())
      .catch((cause: unknown) => console.error('app.close.failed', cause))
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}
