import { EventEmitter } from 'node:events';

/** What the app asked of the system, for tests to look at. */
export const standin = {
  opened: [] as string[],
  errors: [] as string[],
  relaunches: [] as string[][],
  notified: [] as Electron.NotificationConstructorOptions[],
};

/** Tests make it go to sleep and wake up by its events. */
export const powerMonitor = new EventEmitter();

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  shouldUseDarkColorsForSystemIntegratedUI: false,
});

export class Notification extends EventEmitter {
  private readonly options: Electron.NotificationConstructorOptions;

  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    standin.notified.push(this.options);
    this.emit('show');
  }
}
