import { expect, type Locator, type Page } from '@playwright/test';

/** How somebody works a page. */
export interface Hands {
  /** Presses a button or a link. */
  press(target: Locator): Promise<void>;
  /** Writes into a field, in the place of what stands there. */
  fill(field: Locator, text: string): Promise<void>;
  /** Writes a line and sends it. */
  say(field: Locator, text: string): Promise<void>;
  /** Presses a button in a row of a list. */
  pressInRow(row: Locator, target: Locator): Promise<void>;
  /** Takes one of a few side by side. */
  pick(option: Locator): Promise<void>;
}

export function mouse(page: Page): Hands {
  return {
    press: (target) => target.click(),
    fill: (field, text) => field.fill(text),
    pressInRow: (_row, target) => target.click(),
    async say(field, text) {
      await field.fill(text);
      await field.press('Enter');
    },
    async pick(option) {
      // What is seen of it is its label.
      await page.locator(`label[for="${await option.getAttribute('id')}"]`).click();
      await expect(option).toBeChecked();
    },
  };
}

/** More stops than any screen has. */
const MOST_STOPS = 60;
/** How often somebody goes around before giving up, and how long they wait: what is being loaded takes no focus yet. */
const ROUNDS = 40;
const ROUND_MS = 250;

/** Tab, Enter and the arrows; never a mouse. */
export function keyboard(page: Page): Hands {
  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

  async function reach(isThere: () => Promise<boolean>): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        if (await isThere()) return;
        await page.keyboard.press('Tab');
      }
      await page.waitForTimeout(ROUND_MS);
    }
    throw new Error('not to be reached by Tab');
  }

  return {
    async press(target) {
      await expect(target).toBeVisible();
      await expect(target).toBeEnabled({ timeout: 20_000 });
      await reach(() => hasFocus(target));
      await page.keyboard.press('Enter');
    },
    async pressInRow(row, target) {
      const holdsFocus = (place: Locator) =>
        place.evaluate((element) => element.contains(document.activeElement));
      await reach(() => holdsFocus(row.locator('..')));
      for (let step = 0; step < MOST_STOPS && !(await holdsFocus(row)); step++) {
        await page.keyboard.press('ArrowDown');
      }
      await reach(() => hasFocus(target));
      await page.keyboard.press('Enter');
    },
    async fill(field, text) {
      await reach(() => hasFocus(field));
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(text);
    },
    async say(field, text) {
      await this.fill(field, text);
      await page.keyboard.press('Enter');
    },
    async pick(option) {
      const group = await option.getAttribute('name');
      await reach(() =>
        page.evaluate((name) => document.activeElement?.getAttribute('name') === name, group),
      );
      for (let turn = 0; turn < 4 && !(await option.isChecked()); turn++) {
        await page.keyboard.press('ArrowRight');
      }
      await expect(option).toBeChecked();
    },
  };
}
