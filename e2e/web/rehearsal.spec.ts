import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { keyboard, mouse } from '../rehearsal/hands';
import { NO_ENGINE } from '../rehearsal/no-engine';
import { rehearse } from '../rehearsal/rehearse';
import { seriousOf } from '../rehearsal/serious';
import { startWebShell, type WebShell } from './web-shell';

const test = base.extend<{ shell: WebShell }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  shell: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'rehearsal-spec-'));
    const shell = await startWebShell(['--data-dir', dataDir], NO_ENGINE);
    await use(shell);
    await shell.stop();
    await rm(dataDir, { recursive: true, force: true });
  },
});

test.setTimeout(120_000);

test('the button opens a rehearsal that ends in a reply, and every screen of it is for everybody', async ({
  page,
  shell,
}) => {
  await page.goto(shell.url);
  await rehearse(page, mouse(page), async (screen) => {
    expect.soft(await seriousOf(page), screen).toEqual([]);
  });
});

test('the keyboard alone goes the whole way', async ({ page, shell }) => {
  await page.goto(shell.url);
  await rehearse(page, keyboard(page));
});

test('a reload stays in the rehearsal, where it was', async ({ page, shell }) => {
  await page.goto(shell.url);
  await page.getByRole('button', { name: '先彩排一遍' }).click();
  await page.getByRole('button', { name: '选 Koishi' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('开始之前，这三件事请你知道');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('开始之前，这三件事请你知道');
  await expect(page.getByRole('region', { name: '彩排中' })).toBeVisible();
});
