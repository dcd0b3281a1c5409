import type { Page } from '@playwright/test';

const told = new Set<string>();

/** With `STANDIN_MARKS=1` says once on stderr that something has come to pass, for who measures how long it takes. */
export function mark(what: 'tray' | 'pressable'): void {
  if (process.env['STANDIN_MARKS'] !== '1' || told.has(what)) return;
  told.add(what);
  process.stderr.write(`standin: ${what}\n`);
}

/** Marks the moment at which a page's first primary button can be pressed. */
export async function markPressable(page: Page): Promise<void> {
  if (process.env['STANDIN_MARKS'] !== '1') return;
  await page.exposeFunction('standinPressable', () => mark('pressable'));
  await page.addInitScript(() => {
    const look = () => {
      const button = document.querySelector<HTMLElement>('button[data-variant="filled"]:not([disabled])');
      if (button?.checkVisibility()) (window as unknown as { standinPressable(): void }).standinPressable();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
