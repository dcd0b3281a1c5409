import { expect, type Page } from '@playwright/test';
import type { Hands } from './hands';

/** Goes from the real wizard's button through the whole rehearsal, up to replies in the chat, and back. */
export async function rehearse(
  page: Page,
  hands: Hands,
  look: (screen: string) => Promise<void> = async () => {},
): Promise<void> {
  const title = page.getByRole('heading', { level: 1 });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const banner = page.getByRole('region', { name: '彩排中' });
  const answers = page.locator('.bubble.bot');

  // Without an engine the real wizard is there at once, and stays.
  await expect(title).toHaveText(/Docker/);
  const before = await title.textContent();
  await expect(banner).toHaveCount(0);
  await hands.press(button('先彩排一遍'));

  await expect(title).toHaveText('选一个大脑');
  await expect(banner).toBeVisible();
  await look('choose');
  await hands.press(button('选 Koishi'));
  await expect(title).toHaveText('开始之前，这三件事请你知道');
  await look('consent');
  await hands.press(button('我知道了，继续'));
  await expect(title).toHaveText('给大脑接上模型');
  await look('key');
  await hands.press(button('用玩具模型'));
  await expect(page.getByText('能用', { exact: true })).toBeVisible();
  await look('key works');
  await expect(title).toHaveText('用手机 QQ 扫一扫', { timeout: 30_000 });
  await look('scan');
  await hands.press(button('用假手机扫一下'));
  await expect(button('在手机上点确认')).toBeVisible();
  await look('confirm');
  await hands.press(button('在手机上点确认'));
  await expect(title).toHaveText('它回话了', { timeout: 30_000 });
  await look('done');

  await hands.press(button('和它聊聊'));
  await expect(title).toHaveText('码头茶馆');
  const field = page.getByRole('textbox', { name: '要说的话' });
  await hands.say(field, '@小码 今天出海要带什么？');
  await expect(answers).toHaveCount(1);
  await look('group chat');
  await hands.pick(page.getByRole('radio', { name: '私聊' }));
  await expect(title).toHaveText('和小码私聊');
  await hands.say(field, '你好');
  await expect(answers).toHaveCount(1);
  await look('private chat');
  const model = page.getByRole('listitem').filter({ hasText: '第 7 段' });
  const reply = page.getByRole('listitem').filter({ hasText: '第 8 段' });
  await hands.press(page.getByRole('button', { name: '密钥没余额' }));
  await expect(model).toHaveAttribute('data-tone', 'bad', { timeout: 15_000 });
  await look('trouble');
  await hands.press(button('恢复原样'));
  await expect(reply).toHaveAttribute('data-tone', 'ok', { timeout: 15_000 });
  await hands.press(page.getByRole('link', { name: '首页' }));
  await expect(title).toHaveText('一切正常，小码在回话');
  await look('home');

  await hands.press(button('结束彩排，来真的'));
  await expect(title).toHaveText(before ?? '');
  await expect(banner).toHaveCount(0);
  await expect(button('先彩排一遍')).toBeVisible();
}
