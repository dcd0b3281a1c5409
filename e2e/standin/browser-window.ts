import { EventEmitter } from 'node:events';
import { ready } from './app';
import { strict } from './strict';
import { WebContents } from './web-contents';
import { windows } from './windows';

/** A window whose content is a page of Chromium; whether it is shown is only remembered. */
export class BrowserWindow extends EventEmitter {
  readonly id = windows.nextId();
  readonly webContents: WebContents;
  private visible: boolean;
  private minimized = false;

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
    this.webContents = strict('webContents', new WebContents(preferences.preload));
    this.webContents.once('destroyed', () => this.gone());
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
