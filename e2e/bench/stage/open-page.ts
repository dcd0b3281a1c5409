import type { Browser } from '@playwright/test';

export interface OpenedPage {
  /** From the start of the navigation until the primary button could be pressed, in ms. */
  interactiveMs: number;
  /** Scripts and style sheets fetched until then. */
  files: Buffer[];
}

const PATIENCE_MS = 30_000;

declare global {
  interface Window {
    /** Tells the bench at which moment of the page's own clock its button could be pressed. */
    benchPressable?(atMs: number): void;
  }
}

/** Opens a page in a browser that has never seen it. */
export async function openPage(browser: Browser, url: string): Promise<OpenedPage> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const pressable = Promise.withResolvers<number>();
  const timer = setTimeout(
    () => pressable.reject(new Error(`no button on ${new URL(url).origin} within ${PATIENCE_MS} ms`)),
    PATIENCE_MS,
  );
  try {
    const page = await context.newPage();
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (/\.(js|css)$/.test(new URL(response.url()).pathname)) bodies.push(response.body());
    });
    await page.exposeFunction('benchPressable', pressable.resolve);
    await page.addInitScript(watchForButton);
    await page.goto(url, { waitUntil: 'commit' });
    return { interactiveMs: await pressable.promise, files: await Promise.all(bodies) };
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

/** Runs in the page, on its own clock, so that talking to the browser costs nothing. */
function watchForButton(): void {
  const look = () => {
    const button = document.querySelector<HTMLElement>('button[data-variant="filled"]:not([disabled])');
    if (button?.checkVisibility()) window.benchPressable?.(performance.now());
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
