import { EventEmitter } from 'node:events';
import { app, ready } from './app';
import { strict } from './strict';
import { WebContents } from './web-contents';
import { windows } from './windows';

/** A window whose content is a page of Chromium; whether it is shown is only remembered. */
export class BrowserWindow extends EventEmitter {
  readonly id = windows.nextId();
  readonly webContents: WebContents;
  private visible: boolean;
  private minimized = false;
  private maximized = false;
  private bounds: Electron.Rectangle;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    const preferences = options.webPreferences ?? {};
    if (
      preferences.contextIsolation !== true ||
      preferences.sandbox !== true ||
      preferences.nodeIntegration
    ) {
      throw new Error('The stand-in only models isolated, sandboxed windows without Node');
    }
    this.visible = options.show !== false;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    this.webContents = strict('webContents', new WebContents(preferences.preload));
    this.webContents.once('destroyed', () => this.gone());
    this.webContents.on('render-process-gone', (_event, details) =>
      app.emit('render-process-gone', {}, this.webContents, details),
    );
    // biome-ignore lint/correctness/noConstructorReturn: whoever has the window must meet its refusals
    return windows.add(strict('BrowserWindow', this));
  }

  static getAllWindows(): BrowserWindow[] {
    return windows.all();
  }

  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return windows.all().find((window) => window.webContents === contents) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load((await ready()).context, url);
    this.emit('ready-to-show');
  }

  show(): void {
    this.visible = true;
    this.emit('show');
  }

  hide(): void {
    this.visible = false;
    this.emit('hide');
  }

  focus(): void {
    this.webContents.bringToFront();
  }

  minimize(): void {
    this.minimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.minimized = false;
    this.emit('restore');
  }

  maximize(): void {
    this.maximized = true;
    this.emit('maximize');
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('move');
    this.emit('resize');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isVisible(): boolean {
    return this.visible;
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }

  close(): void {
    let kept = false;
    this.emit('close', { preventDefault: () => (kept = true) });
    if (!kept) this.destroy();
  }

  destroy(): void {
    this.webContents.close();
  }

  private gone(): void {
    windows.remove(this.id);
    this.emit('closed');
  }
}
