import { EventEmitter } from 'node:events';

/** What the app asked of the system, for tests to look at. */
export const standin = {
  opened: [] as string[],
  errors: [] as string[],
  relaunches: [] as string[][],
};

/** Tests make it go to sleep and wake up by its events. */
export const powerMonitor = new EventEmitter();

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  shouldUseDarkColorsForSystemIntegratedUI: false,
});

export class Notification extends EventEmitter {
  readonly title: string;
  readonly body: string;

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions) {
    super();
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.emit('show');
  }
}
