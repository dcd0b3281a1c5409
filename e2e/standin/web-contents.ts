import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, CDPSession, Page, Route } from '@playwright/test';
import { ipcMain } from './ipc-main';
import { markPressable } from './marks';
import { isolatedWorldScript, mainWorldScript } from './preload-worlds';
import { answerScheme, fromPageUrl, toPageUrl } from './schemes';
import { strict } from './strict';

type OpenHandler = (details: { url: string }) => { action: 'deny' };

/** A page of Chromium, spoken to as Electron speaks to a window's contents. */
export class WebContents extends EventEmitter {
  targetId: string | undefined;
  private page: Page | undefined;
  private cdp: CDPSession | undefined;
  private isolatedContext: number | undefined;
  private openHandler: OpenHandler | undefined;
  private loading = false;
  private destroyed = false;
  private readonly preload: string | undefined;

  constructor(preload: string | undefined) {
    super();
    this.preload = preload;
  }

  getURL(): string {
    return fromPageUrl(this.page?.url() ?? '');
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.isolatedContext === undefined) return;
    const expression = `standinDeliver(${JSON.stringify(channel)}, ${JSON.stringify(args)})`;
    this.cdp
      ?.send('Runtime.evaluate', { contextId: this.isolatedContext, expression })
      .catch(() => this.emit('standin-message-lost'));
  }

  /** Closes the page; the window that holds it hears `destroyed`. */
  close(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('destroyed');
    this.page?.close().catch(() => {});
  }

  /** In the page's own world, as Electron does. */
  async executeJavaScript(code: string): Promise<unknown> {
    return this.page?.evaluate(code);
  }

  forcefullyCrashRenderer(): void {
    // Whoever crashes cannot answer any more.
    this.cdp?.send('Page.crash').catch(() => {});
  }

  bringToFront(): void {
    this.page?.bringToFront().catch(() => {});
  }

  async load(context: BrowserContext, url: string): Promise<void> {
    const page = this.page ?? (await this.open(context));
    this.loading = true;
    try {
      await page.goto(toPageUrl(url));
    } finally {
      this.loading = false;
    }
    this.emit('did-finish-load');
  }

  private async open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    this.page = page;
    const cdp = await context.newCDPSession(page);
    this.cdp = cdp;
    this.targetId = (await cdp.send('Target.getTargetInfo')).targetInfo.targetId;
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed' }));
    page.on('close', () => this.close());
    page.on('popup', (popup) => popup.close().catch(() => {}));
    cdp.on('Page.windowOpen', ({ url: target }) => this.openHandler?.({ url: target }));
    await page.route('**/*', (route) => this.answer(page, route));
    await markPressable(page);
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    if (this.preload) await this.installPreload(cdp, readFileSync(this.preload, 'utf8'));
    return page;
  }

  private async answer(page: Page, route: Route): Promise<void> {
    const request = route.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      const url = fromPageUrl(request.url());
      if (!this.loading && !this.mayNavigate(url)) return route.abort('aborted');
      this.isolatedContext = undefined;
      this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    }
    const response = await answerScheme(request.url());
    if (!response) return route.continue();
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  private mayNavigate(url: string): boolean {
    const event = {
      url,
      defaultPrevented: false,
      preventDefault() {
        event.defaultPrevented = true;
      },
    };
    this.emit('will-navigate', event);
    return !event.defaultPrevented;
  }

  private async installPreload(cdp: CDPSession, source: string): Promise<void> {
    const worldName = `preload-${randomUUID()}`;
    const bridge = randomUUID();
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === worldName && this.isMainFrame(context.auxData)) this.isolatedContext = context.id;
    });
    cdp.on('Runtime.bindingCalled', ({ payload }) => {
      const { channel, args }: { channel: string; args: unknown[] } = JSON.parse(payload);
      const senderFrame = { url: this.getURL(), parent: null };
      ipcMain.emit(channel, strict('IpcMainEvent', { sender: this, senderFrame }), ...args);
    });
    await cdp.send('Runtime.addBinding', { name: 'standinSend', executionContextName: worldName });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(bridge) });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldScript(bridge, source),
      worldName,
    });
  }

  /** A page's target and its main frame bear the same id. */
  private isMainFrame(auxData: Record<string, string> | undefined): boolean {
    return auxData?.['frameId'] === this.targetId;
  }
}
