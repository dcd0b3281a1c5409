import type { Page } from '@playwright/test';
import type { Phone } from '../lab/phone';

export interface UserAction {
  what: 'open' | 'click' | 'paste' | 'scan' | 'confirm';
  /** What it was done to. */
  on: string;
}

/** Trusted input the page itself saw: what a person did to it, whoever wrote that down. */
export interface SeenInput {
  clicks: number;
  keys: number;
  pastes: number;
}

/** A person at the computer with a phone in the hand; writes down what they do. */
export function createUser(page: Page, phone: Phone) {
  const actions: UserAction[] = [];
  return {
    actions,
    async open(url: string): Promise<void> {
      actions.push({ what: 'open', on: 'page' });
      await page.goto(url);
    },
    async click(name: string): Promise<void> {
      actions.push({ what: 'click', on: name });
      await page.getByRole('button', { name }).click();
    },
    async paste(text: string): Promise<void> {
      actions.push({ what: 'paste', on: 'page' });
      await page.evaluate((value) => navigator.clipboard.writeText(value), text);
      await page.keyboard.press('Control+V');
    },
    async scan(): Promise<void> {
      actions.push({ what: 'scan', on: 'phone' });
      await phone.scan();
    },
    async confirm(): Promise<void> {
      actions.push({ what: 'confirm', on: 'phone' });
      await phone.confirm();
    },
  };
}

/** Counts in the page what reaches it; read it with `seenInput`. */
export async function watchInput(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: SeenInput = { clicks: 0, keys: 0, pastes: 0 };
    const count = (kind: keyof SeenInput) => (event: Event) => {
      if (event.isTrusted) seen[kind]++;
    };
    addEventListener('pointerdown', count('clicks'), true);
    addEventListener('beforeinput', count('keys'), true);
    addEventListener('paste', count('pastes'), true);
    Object.assign(window, { seenInput: seen });
  });
}

export function seenInput(page: Page): Promise<SeenInput> {
  return page.evaluate(() => (window as unknown as { seenInput: SeenInput }).seenInput);
}
