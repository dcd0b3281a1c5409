import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import {
  OWNER,
  REPOSITORY,
  writeDatabase,
  writeLegacyRepository,
} from '../../electron/app/legacy-import/test-legacy-repository';
import { keyboard } from '../rehearsal/hands';
import { isForEverybody, test } from './outside';

test.setTimeout(240_000);

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const DATA = 'home/user/AstrBot/data';
const KEYS = ['one', 'two', 'three'].map((name) => `AIzaSyOld-${name.padEnd(29, '0')}`);
const FILES = {
  [`${DATA}/cmd_config.json`]: '\uFEFF{"wake_prefix":["/","老鸥"],"admins_id":["123456789"]}',
  [`${DATA}/data_v4.db`]: writeDatabase({ personas: [] }, { padding: 90_000 }).file,
  [`${DATA}/plugin_data/图片 一.png`]: randomBytes(120_000),
  'home/user/gemini-balance-main/.env': `API_KEYS='${JSON.stringify(KEYS)}'\n`,
  'home/user/nginx/admin_config.json': '{}',
};

test('what the older tool saved becomes a bot here, by the keyboard alone', async ({ page, outside }) => {
  const { host, oracle } = outside.code;
  await host.repositories.create({ owner: OWNER, name: REPOSITORY, private: true });
  const token = host.tokens.add({ owner: OWNER });
  await writeLegacyRepository(outside.code, token, 'lfs-pointer', FILES);
  const before = await oracle.fingerprint(OWNER, REPOSITORY);

  const hands = keyboard(page);
  const machine = await outside.machine();
  await page.goto(machine.shell.url);
  await hands.press(button(page, '我有备份'));
  await hands.press(page.getByRole('radio', { name: /^GitHub/ }));
  await page.keyboard.press('ArrowLeft');
  await hands.press(button(page, '把老仓库带过来…'));
  const dialog = page.getByRole('dialog', { name: '把老仓库带过来' });
  const inDialog = (name: string) => dialog.getByRole('button', { name, exact: true });
  await isForEverybody(page, 'which repository');

  await hands.fill(dialog.getByLabel('老仓库'), `https://github.com/${OWNER}/${REPOSITORY}`);
  await hands.fill(dialog.getByLabel('令牌'), 'github_pat_nobody');
  await hands.press(inDialog('看看里面有什么'));
  await expect(dialog.getByRole('alert')).toContainText('GitHub 不认这个令牌', { timeout: 30_000 });
  await hands.fill(dialog.getByLabel('令牌'), token);
  await hands.press(inDialog('看看里面有什么'));
  await expect(dialog.getByText(`${OWNER}/${REPOSITORY} 里能带过来 4 个文件`)).toBeVisible({
    timeout: 60_000,
  });
  await isForEverybody(page, 'what is there');
  await hands.press(inDialog('带过来'));
  await expect(dialog.getByText('“老鸥”带过来了')).toBeVisible({ timeout: 90_000 });
  await isForEverybody(page, 'it has come along');
  await hands.press(inDialog('接着走'));

  await hands.press(button(page, '我知道了，继续'));
  await expect(page.getByText('密钥池里已经有 3 把 Gemini 密钥')).toBeVisible({ timeout: 60_000 });
  await isForEverybody(page, 'keys at hand');
  await hands.press(button(page, '同意，开始用'));
  await expect(title(page)).toHaveText('用手机 QQ 扫一扫', { timeout: 60_000 });
  await hands.press(button(page, '用假手机扫一下'));
  await hands.press(button(page, '在手机上点确认'));
  await expect(title(page)).toHaveText('它回话了', { timeout: 60_000 });
  await hands.press(button(page, '去首页'));
  await expect(title(page)).toHaveText('一切正常，老鸥在回话', { timeout: 60_000 });
  expect(await oracle.fingerprint(OWNER, REPOSITORY)).toBe(before);
});
