import { EventEmitter } from 'node:events';
import { mark } from './marks';
import type { Menu } from './menu';
import type { NativeImage } from './native-image';
import type { StatusNotifier } from './status-notifier';

/**
 * An icon in the tray. With a session bus it is a real one, by the protocol that Electron speaks on Linux; without,
 * it is only remembered.
 */
export class Tray extends EventEmitter {
  image: NativeImage;
  toolTip = '';
  menu: Menu | undefined;
  private notifier: Promise<StatusNotifier> | undefined;
  private destroyed = false;

  constructor(image: NativeImage) {
    super();
    this.image = image;
    if (process.env['DBUS_SESSION_BUS_ADDRESS']) {
      this.notifier = import('./status-notifier').then(({ createStatusNotifier }) =>
        createStatusNotifier(() => this.emit('click')),
      );
      this.tell();
    }
  }

  setImage(image: NativeImage): void {
    this.image = image;
    this.tell();
  }

  setToolTip(text: string): void {
    this.toolTip = text;
    this.tell();
  }

  setContextMenu(menu: Menu): void {
    this.menu = menu;
    this.tell();
    mark('tray');
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  destroy(): void {
    this.destroyed = true;
    this.notifier?.then((notifier) => notifier.close()).catch(() => {});
  }

  private tell(): void {
    const { image, toolTip, menu } = this;
    this.notifier
      ?.then((notifier) => notifier.show({ image, toolTip, menu }))
      .catch((cause) => console.error('standin: tray', cause));
  }
}
