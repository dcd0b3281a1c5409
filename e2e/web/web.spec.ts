import { test as base, expect } from '@playwright/test';
import { startWebShell, type WebShell } from './web-shell';

const test = base.extend<{ shell: WebShell; faults: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  shell: async ({}, use) => {
    const shell = await startWebShell(['--rehearse']);
    await use(shell);
    await shell.stop();
  },
  faults: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await use(faults);
    expect(faults).toEqual([]);
  },
});

const firstScreen = '选一个大脑';

test('the printed URL shows the first screen and forgets its token', async ({ page, shell, faults }) => {
  await page.goto(shell.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(firstScreen);
  expect(page.url()).not.toContain('token');
  expect(faults).toEqual([]);
});

test('the session lasts without the token, and its cookie is not for scripts', async ({ page, shell }) => {
  await page.goto(shell.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(firstScreen);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(firstScreen);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
});

test('without the token it asks for it', async ({ page, shell }) => {
  await page.goto(new URL('/', shell.url).href);
  await page.getByRole('textbox').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox')).toBeVisible();
  await page.getByRole('textbox').fill(new URL(shell.url).hash.replace('#token=', ''));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(firstScreen);
});

test('with a password it asks for the password', async ({ page }) => {
  const shell = await startWebShell(['--rehearse', '--host', '0.0.0.0'], {
    BOTPIER_PASSWORD: 'correct horse',
  });
  try {
    expect(shell.url).not.toContain('#');
    await page.goto(shell.url.replace('0.0.0.0', '127.0.0.1'));
    await page.getByRole('textbox').fill('correct horse');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(firstScreen);
  } finally {
    await shell.stop();
  }
});
