import { type CDPSession, expect as expectSoon, type Locator, type Page } from '@playwright/test';

/** Somebody without a mouse: Tab, Enter, Space, Escape and arrows, with an eye on where the focus is. */
export interface Walker {
  /** What was wrong on the way: stops without a name or a ring, parts that no Tab leads to. */
  readonly faults: string[];
  /** Begins again at the top of the page, where somebody is who has just come. */
  begin(): Promise<void>;
  /** Goes on by Tab until the control has the focus. */
  to(target: Locator): Promise<void>;
  press(target: Locator): Promise<void>;
  /** Switches a switch, a box or a toggle. */
  toggle(target: Locator): Promise<void>;
  fill(field: Locator, text: string): Promise<void>;
  /** Takes one of a few side by side, by arrows. */
  choose(radio: Locator): Promise<void>;
  /** Goes once around the page by Tab, and looks at every stop. */
  lap(screen: string): Promise<void>;
  /** Opens a dialog, goes around in it, does something there, leaves it by Escape, and is back where it was opened. */
  dialog(opener: Locator, name: string | RegExp, work?: (dialog: Locator) => Promise<void>): Promise<void>;
  /** Waits until something inside has the focus, and not the page as a whole. */
  isIn(place: Locator): Promise<void>;
}

/** Many a thing is slow on a busy machine. */
const expect = expectSoon.configure({ timeout: 15_000 });

/** More stops than any screen has. */
const MOST_STOPS = 400;
/** How often something is looked at again that is not as it should be, and after how long. */
const LOOKS = 3;
const LOOK_MS = 300;

interface Stop {
  /** The same for the same element. */
  id: number;
  isNew: boolean;
  hasRing: boolean;
  isInSight: boolean;
  html: string;
}

export async function createWalker(page: Page): Promise<Walker> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Accessibility.enable');
  const faults: string[] = [];

  async function see(screen: string): Promise<Stop | undefined> {
    let stop = await page.evaluate(readStop);
    if (!stop?.isNew) return stop;
    let wrong = await wrongWith(stop);
    // What is about to be drawn or scrolled to is seen a moment later.
    for (let look = 0; look < LOOKS && wrong.length > 0; look++) {
      await page.waitForTimeout(LOOK_MS);
      const again = await page.evaluate(readStop);
      if (!again || (again.id !== stop.id && !again.isNew)) return again;
      stop = again;
      wrong = await wrongWith(stop);
    }
    faults.push(...wrong.map((what) => `${screen}: ${what}`));
    return stop;
  }

  async function wrongWith({ hasRing, isInSight, html }: Stop): Promise<string[]> {
    const hasName = (await nameOfFocused(cdp)) !== '';
    return [
      ...(hasRing ? [] : [`no ring around ${html}`]),
      ...(isInSight ? [] : [`not in sight ${html}`]),
      ...(hasName ? [] : [`no name for ${html}`]),
    ];
  }

  /** Once around by Tab; answers what no Tab led to. */
  async function round(screen: string): Promise<string[]> {
    await walker.begin();
    const seen = new Set<number>();
    for (let press = 0; press < MOST_STOPS; press++) {
      await page.keyboard.press('Tab');
      const stop = await see(screen);
      if (!stop || seen.has(stop.id)) break;
      seen.add(stop.id);
    }
    return page.evaluate(unreached, [...seen]);
  }

  const walker: Walker = {
    faults,
    async begin() {
      await page.evaluate(() => {
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute('tabindex');
      });
    },
    async to(target) {
      await expect(target).toBeVisible();
      await expect(target).toBeEnabled();
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`not to be reached by Tab: ${target}`);
    },
    async press(target) {
      await walker.to(target);
      await page.keyboard.press('Enter');
    },
    async toggle(target) {
      await walker.to(target);
      await page.keyboard.press('Space');
    },
    async fill(field, text) {
      await walker.to(field);
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(text);
    },
    async choose(radio) {
      const name = await radio.getAttribute('name');
      const isInGroup = () =>
        page.evaluate((group) => document.activeElement?.getAttribute('name') === group, name);
      for (let stop = 0; stop < MOST_STOPS && !(await isInGroup()); stop++) {
        await page.keyboard.press('Tab');
      }
      for (let turn = 0; turn < 8 && !(await isFocused(radio)); turn++) {
        await page.keyboard.press('ArrowRight');
        await expect.poll(isInGroup).toBe(true);
      }
      await expect(radio).toBeChecked();
      await expect(radio).toBeFocused();
    },
    async lap(screen) {
      let missed = await round(screen);
      // Part of a page may come, or be drawn anew, while somebody goes around: it is there the next time.
      for (let look = 0; look < LOOKS && missed.length > 0; look++) {
        await page.waitForTimeout(LOOK_MS);
        missed = await round(screen);
      }
      faults.push(...missed.map((html) => `${screen}: not reached ${html}`));
      await walker.begin();
    },
    async dialog(opener, name, work) {
      await walker.press(opener);
      const dialog = page.getByRole('dialog', { name });
      await expect(dialog).toBeVisible();
      await walker.isIn(dialog);
      const seen = new Set<number>();
      for (let press = 0; press < MOST_STOPS; press++) {
        await walker.isIn(dialog);
        const stop = await see(String(name));
        if (!stop || seen.has(stop.id)) break;
        seen.add(stop.id);
        await page.keyboard.press('Tab');
      }
      expect(seen.size, 'ways out of a dialog and things to do in it').toBeGreaterThan(1);
      await page.keyboard.press('Shift+Tab');
      await walker.isIn(dialog);
      await work?.(dialog);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(opener).toBeFocused();
    },
    async isIn(place) {
      await expect
        .poll(() => place.evaluate((element) => element.contains(document.activeElement)), {
          message: `the focus is in ${place}`,
          timeout: 10_000,
        })
        .toBe(true);
    },
  };
  return walker;
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** The name that a screen reader says. */
async function nameOfFocused(cdp: CDPSession): Promise<string> {
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'document.activeElement' });
  if (!result.objectId) return '';
  const { nodes } = await cdp.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  await cdp.send('Runtime.releaseObject', { objectId: result.objectId });
  return String(nodes[0]?.name?.value ?? '').trim();
}

/** Runs in the page: what has the focus; undefined where it is the page as a whole. */
function readStop(): Stop | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  const store = window as Window & { stopIds?: WeakMap<Element, number>; stopCount?: number };
  store.stopIds ??= new WeakMap();
  const known = store.stopIds.get(element);
  const id = known ?? (store.stopCount ?? 0) + 1;
  if (known === undefined) {
    store.stopCount = id;
    store.stopIds.set(element, id);
  }
  // What is seen of a radio button or a switch is what stands beside it.
  const drawn = [element, element.nextElementSibling, ...((element as HTMLInputElement).labels ?? [])];
  const hasRing = drawn.some((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  });
  const box = element.getBoundingClientRect();
  const isInSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { id, isNew: known === undefined, hasRing, isInSight, html: element.outerHTML.slice(0, 140) };
}

/** Runs in the page: what could be pressed or filled there, and was not come to. */
function unreached(seen: number[]): string[] {
  const { stopIds } = window as Window & { stopIds?: WeakMap<Element, number> };
  const reached = new Set(seen);
  const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary');
  return [...all]
    .filter(
      (one) =>
        one.tabIndex >= 0 &&
        one.checkVisibility() &&
        // One of a group is enough: arrows do the rest.
        !one.matches(':disabled, [type=radio]:not(:checked)') &&
        !reached.has(stopIds?.get(one) ?? -1),
    )
    .map((one) => one.outerHTML.slice(0, 140));
}
