import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** How often a page is looked at that does not pass, and after how long: a colour may be on its way to another. */
const LOOKS = 3;
const LOOK_MS = 500;

/** What keeps somebody from using the page as it is, in axe's words; nothing when it is for everybody. */
export async function seriousOf(page: Page): Promise<string[]> {
  for (let look = 1; ; look++) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    if (found.length === 0 || look === LOOKS) return found;
    await page.waitForTimeout(LOOK_MS);
  }
}
