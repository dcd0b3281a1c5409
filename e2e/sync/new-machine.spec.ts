import { expect, type Page } from '@playwright/test';
import { type Hands, keyboard, mouse } from '../rehearsal/hands';
import { isForEverybody, test } from './outside';

test.setTimeout(240_000);

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** From the first screen to a bot that answers. */
async function setUpBot(page: Page, hands: Hands): Promise<void> {
  await hands.press(button(page, '选 Koishi'));
  await hands.press(button(page, '我知道了，继续'));
  await hands.press(button(page, '用玩具模型'));
  await hands.press(button(page, '用假手机扫一下'));
  await hands.press(button(page, '在手机上点确认'));
  await expect(title(page)).toHaveText('它回话了', { timeout: 60_000 });
  await hands.press(button(page, '去首页'));
}

/** From home to a bot that is saved; answers the recovery key. */
async function setUpSaving(page: Page, hands: Hands, token: string): Promise<string> {
  await hands.press(link(page, '备份'));
  await hands.press(link(page, '开始设置'));
  await hands.press(button(page, '建好了'));
  await hands.fill(page.getByLabel('粘贴令牌'), token);
  await hands.press(button(page, '试一试'));
  await expect(page.getByText('能用，是 captain 的')).toBeVisible({ timeout: 30_000 });
  await hands.press(button(page, '下一步'));
  await expect(page.getByRole('radio', { name: 'captain/my-bot' })).toBeChecked();
  await hands.press(button(page, '下一步'));
  const understood = page.getByRole('switch', { name: '我会把恢复钥匙抄下来' });
  await understood.focus();
  await page.keyboard.press('Space');
  await hands.press(button(page, '给我恢复钥匙'));
  const key = (await page.locator('.backup-key code').textContent()) ?? '';
  expect(key).toMatch(/^AGE-SECRET-KEY-1/);
  await hands.fill(page.getByLabel('再填一次恢复钥匙'), key);
  await hands.press(button(page, '确认，开始存'));
  await expect(page.getByRole('heading', { name: '存着，没有落下的' })).toBeVisible({ timeout: 60_000 });
  return key;
}

test('a bot that was saved comes back on a new machine, without a scan', async ({ page, outside }) => {
  const hands = mouse(page);
  const old = await outside.machine();
  await page.goto(old.shell.url);
  await setUpBot(page, hands);
  const recoveryKey = await setUpSaving(page, hands, outside.token);
  await isForEverybody(page, 'backup');

  // Something changes, and is saved.
  await page.goto(`${new URL(page.url()).origin}/#/backup`);
  await hands.press(button(page, '现在抄一份'));
  await expect(page.getByRole('list', { name: '快照，新的在前' }).getByRole('listitem')).toHaveCount(1, {
    timeout: 30_000,
  });
  await hands.press(button(page, '现在存'));
  await expect(page.locator('.backup-runs li')).toHaveCount(2, { timeout: 60_000 });
  await old.lose();

  const fresh = await outside.machine();
  const titles = new Set<string>();
  await page.goto(fresh.shell.url);
  await expect(title(page)).toHaveText('选一个大脑');
  await hands.press(button(page, '我有备份'));
  await hands.fill(page.getByLabel('令牌'), outside.token);
  await hands.fill(page.getByLabel('仓库'), 'captain/my-bot');
  await hands.press(button(page, '看看里面有什么'));
  await expect(page.getByRole('radio', { name: /最新的/ })).toBeChecked({ timeout: 60_000 });
  await isForEverybody(page, 'restore');
  await hands.fill(page.getByLabel('恢复钥匙'), recoveryKey);
  await page.exposeFunction('noteTitle', (text: string) => titles.add(text));
  await page.evaluate(() => {
    const note = (globalThis as unknown as { noteTitle(text: string): void }).noteTitle;
    new MutationObserver(() => note(document.querySelector('h1')?.textContent ?? '')).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  await hands.press(button(page, '恢复'));
  await expect(title(page)).toHaveText('它回话了', { timeout: 90_000 });
  await hands.press(button(page, '去首页'));
  await expect(title(page)).toHaveText('一切正常，小码在回话', { timeout: 60_000 });
  expect([...titles].filter((text) => text.includes('扫'))).toEqual([]);
  await page.goto(`${new URL(page.url()).origin}/#/chat`);
  await hands.say(page.getByRole('textbox', { name: '要说的话' }), '@小码 还在吗？');
  await expect(page.locator('.bubble.bot')).toHaveCount(1, { timeout: 30_000 });
});

test('the keyboard alone takes a snapshot, goes back to it and undoes that', async ({ page, outside }) => {
  const machine = await outside.machine();
  await page.goto(machine.shell.url);
  await setUpBot(page, mouse(page));
  const hands = keyboard(page);
  await page.goto(`${new URL(page.url()).origin}/#/backup`);
  await hands.press(button(page, '现在抄一份'));
  const rows = page.getByRole('list', { name: '快照，新的在前' }).getByRole('listitem');
  await expect(rows).toHaveCount(1, { timeout: 30_000 });
  await hands.press(rows.getByRole('button', { name: /^恢复到这里/ }));
  await isForEverybody(page, 'going back');
  await hands.press(button(page, '恢复'));
  await expect(button(page, '撤销恢复')).toBeVisible({ timeout: 60_000 });
  await hands.press(button(page, '撤销恢复'));
  await expect(button(page, '撤销恢复')).toHaveCount(0, { timeout: 60_000 });
  await page.goto(`${new URL(page.url()).origin}/#/`);
  await expect(title(page)).toHaveText('一切正常，小码在回话', { timeout: 60_000 });
});
