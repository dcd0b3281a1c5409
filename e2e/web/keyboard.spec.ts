// Long because it is one walk through everything there is, with one bot that is set up once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect as expectSoon, type Page, test } from '@playwright/test';
import { createWalker, type Walker } from '../rehearsal/walker';
import { startWebShell, type WebShell } from './web-shell';

/** Many a thing is slow on a busy machine. */
const expect = expectSoon.configure({ timeout: 20_000 });

/** The rehearsal's model takes any key that does not have `BAD` in it. */
const keyOf = (name: string) => `AIzaSyRehearsal-${name.padEnd(24, '0')}`;

let dataDir: string;
let shell: WebShell;
let page: Page;
let walker: Walker;

test.setTimeout(120_000);
test.use({ actionTimeout: 20_000 });

// One bot for everything: what comes before the first reply is itself walked by keyboard.
test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  dataDir = await mkdtemp(join(tmpdir(), 'keyboard-spec-'));
  shell = await startWebShell(['--rehearse', '--data-dir', dataDir]);
  page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.addInitScript(countPointers);
  await page.goto(shell.url);
  walker = await createWalker(page);
  await setUp();
});
test.afterAll(async () => {
  await page.close();
  await shell.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
test.beforeEach(() => walker.begin());
test.afterEach(async () => {
  expect(walker.faults.splice(0)).toEqual([]);
  expect(await page.evaluate(() => sessionStorage.getItem('pointers'))).toBeNull();
});

/** Runs in the page: notes whatever a mouse, a finger or a pen does. */
function countPointers(): void {
  for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'touchstart', 'wheel'])
    addEventListener(kind, () => sessionStorage.setItem('pointers', kind), true);
}

const title = () => page.getByRole('heading', { level: 1 });
const button = (name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const radio = (name: string) => page.getByRole('radio', { name, exact: true });
const switchOf = (name: string) => page.getByRole('switch', { name, exact: true });

/** Goes to a page of the rail; its heading is where reading begins. */
async function goTo(name: string, heading: string | RegExp = name): Promise<void> {
  const link = page.getByRole('link', { name, exact: true }).first();
  const isThere = (await link.getAttribute('aria-current')) === 'page';
  await walker.begin();
  await walker.press(link);
  await expect(title()).toHaveText(heading);
  await expect(isThere ? link : title()).toBeFocused();
}

async function paste(text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+V');
}

/** The wizard, from its first screen to the first reply. Each screen begins at its heading. */
async function setUp(): Promise<void> {
  await expect(title()).toHaveText('选一个大脑');
  await walker.lap('choose');
  await walker.press(button('选 AstrBot'));
  await expect(title()).toHaveText('开始之前，这三件事请你知道');
  await expect(title()).toBeFocused();
  await walker.lap('consent');
  await walker.press(button('我知道了，继续'));
  await expect(title()).toHaveText('给大脑接上模型');
  await walker.lap('key');
  await paste(['one', 'two', 'three'].map(keyOf).join('\n'));
  await walker.press(button('同意许可，放进池子'));
  await expect(title()).toHaveText('用手机 QQ 扫一扫', { timeout: 60_000 });
  await expect(title()).toBeFocused();
  await walker.lap('scan');
  await walker.press(button('用假手机扫一下'));
  await walker.press(button('在手机上点确认'));
  await expect(title()).toHaveText('它回话了', { timeout: 60_000 });
  await walker.lap('done');
  await walker.press(button('去首页'));
  await expect(title()).toContainText('在回话');
  await expect(title()).toBeFocused();
}

test('home: services, the chain, the list of bots, the bot itself', async () => {
  await walker.lap('home');
  await walker.press(button('跳到正文'));
  await expect(page.getByRole('main')).toBeFocused();

  const services = page.getByRole('region', { name: '组成' });
  await walker.press(button('重启 AstrBot'));
  await expect(button('重启 AstrBot')).toBeFocused();
  await walker.press(button('停止 AstrBot'));
  await expect(services.getByText('已停')).toBeVisible();
  await walker.isIn(services);
  await walker.press(button('启动 AstrBot'));
  await expect(button('停止 AstrBot')).toBeEnabled({ timeout: 30_000 });
  await walker.isIn(services);

  const links = page.getByRole('list', { name: '链条' }).getByRole('button');
  await walker.begin();
  await walker.to(links.first());
  await page.keyboard.press('ArrowRight');
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await walker.press(button('收起这一段'));
  await expect(button('收起这一段')).toHaveCount(0);
  await walker.isIn(page.getByRole('main'));

  const bots = page.locator('.bot-switch');
  await walker.begin();
  await walker.press(bots);
  await walker.isIn(page.locator('.bot-list'));
  await page.keyboard.press('Escape');
  await expect(bots).toBeFocused();
  await walker.dialog(button('改小码'), '改小码');
  await walker.press(button('改小码'));
  await walker.press(button('拆掉这个机器人…'));
  const remove = page.getByRole('dialog', { name: '拆掉小码' });
  await walker.isIn(remove);
  await walker.press(remove.getByRole('button', { name: '算了' }));
  await expect(remove).toHaveCount(0);
  await expect(button('改小码')).toBeFocused();
});

test('logs: search, levels, sources, line breaks, following, copying', async () => {
  await goTo('日志');
  await expect(page.locator('.log-line').first()).toBeVisible();
  await walker.lap('logs');
  await page.keyboard.press('/');
  await expect(field('在日志里找')).toBeFocused();
  await page.keyboard.insertText('nothing says this');
  await walker.press(button('清掉筛选'));
  await walker.isIn(page.getByRole('main'));
  await walker.fill(field('在日志里找'), 'link');
  await page.keyboard.press('Escape');
  await expect(field('在日志里找')).toHaveValue('');
  await walker.choose(radio('警告以上'));
  await walker.choose(radio('全部'));
  await walker.toggle(button('AstrBot'));
  await expect(button('AstrBot')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Space');
  const lines = page.getByRole('log');
  await walker.to(lines);
  await page.keyboard.press('ArrowUp');
  await expect(switchOf('跟着最新')).not.toBeChecked();
  await walker.press(button('回到最新'));
  await expect(switchOf('跟着最新')).toBeChecked();
  await walker.isIn(page.getByRole('main'));
  await walker.toggle(switchOf('自动换行'));
  await expect(lines).toHaveAttribute('data-wrap', 'true');
  await expect(switchOf('自动换行')).toBeFocused();
  await walker.toggle(switchOf('跟着最新'));
  await page.keyboard.press('Space');
  await walker.begin();
  await walker.press(button('复制'));
  await expect(button('已复制')).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('AstrBot');
});

test('settings: every section, with something changed there and taken back', async () => {
  test.setTimeout(180_000);
  await goTo('设置');
  const undo = button('撤销');
  const takeBack = async () => {
    await walker.press(undo.first());
    await expect(undo).toHaveCount(0);
    await walker.isIn(page.locator('.settings-body'));
  };
  const switched = (name: string) => async () => {
    await walker.toggle(switchOf(name));
    await takeBack();
  };
  const written = (name: string, text: string) => async () => {
    await walker.fill(field(name), text);
    await walker.press(button('存好'));
    await takeBack();
  };
  const SECTIONS: Record<string, (() => Promise<void>) | undefined> = {
    机器人: async () => {
      await walker.dialog(button('看看、复制: 陪聊'), /人设/);
      await walker.press(button('用这个: 陪聊'));
      await expect(button('用这个: 陪聊')).toHaveCount(0);
      await walker.isIn(page.locator('.personas'));
      await takeBack();
      await switched('叫名字时回答')();
    },
    版本: async () => {
      await walker.press(button('找新版本'));
      await expect(button('找新版本')).toBeFocused();
      await walker.choose(radio('不换'));
      await expect(radio('不换')).toBeFocused();
      await walker.choose(radio('问我'));
    },
    网络: async () => {
      const mirrors = page.locator('.mirrors li');
      const count = await mirrors.count();
      await walker.press(mirrors.first().getByRole('button', { name: /^去掉/ }));
      await expect(mirrors).toHaveCount(count - 1);
      await walker.isIn(page.locator('.mirrors'));
      await takeBack();
      await walker.press(button('加一个'));
      await expect(field('镜像站的地址')).toBeFocused();
      await walker.press(button('算了'));
      await expect(button('加一个')).toBeFocused();
      await walker.press(button('填写…'));
      await expect(field('用户名')).toBeFocused();
      await walker.press(button('算了'));
      await expect(button('填写…')).toBeFocused();
    },
    通知: async () => {
      await switched('在这台电脑上弹通知')();
      await walker.press(button('+ Bark'));
      await walker.isIn(page.locator('.settings-body form').first());
      await walker.press(button('算了'));
      await walker.isIn(page.locator('.settings-body'));
    },
    桌面: switched('关窗口只是收起来'),
    通用: async () => {
      await walker.choose(radio('English'));
      await expect(title()).toHaveText('Settings');
      await walker.press(button('Undo'));
      await expect(title()).toHaveText('设置');
      await walker.choose(radio('深色'));
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
      await takeBack();
    },
    密钥: undefined,
    数据: async () => {
      await walker.press(button('存成文件'));
      await walker.dialog(button('拆掉…'), /^拆掉/);
    },
    高级: written('AstrBot 的环境变量', 'A_WORD=1'),
    电脑: written('Docker 的地址', 'unix:///run/elsewhere.sock'),
    关于: async () => {
      await walker.dialog(button('做一份求助报告'), '求助报告', async (dialog) => {
        await expect(dialog.getByRole('button', { name: /^存下这/ })).toBeEnabled();
        await walker.toggle(dialog.getByRole('switch', { name: '遮住 QQ 号和邮箱' }));
        await expect(dialog.getByRole('switch', { name: '遮住 QQ 号和邮箱' })).toBeFocused();
      });
    },
  };
  const nav = page.getByRole('navigation', { name: '设置分类' });
  await expect(nav.getByRole('button')).toHaveText(Object.keys(SECTIONS));
  for (const [name, change] of Object.entries(SECTIONS)) {
    await test.step(name, async () => {
      const section = nav.getByRole('button', { name, exact: true });
      await walker.begin();
      await walker.press(section);
      await expect(section).toHaveAttribute('aria-current', 'true');
      await expect(section).toBeFocused();
      await walker.lap(`settings ${name}`);
      await change?.();
    });
  }
  await walker.begin();
  await walker.fill(field('在设置里找'), '明暗');
  await expect(page.getByRole('heading', { name: '明暗' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('the gateway: on, a rule added, tried and deleted, off', async () => {
  await goTo('设置');
  await walker.press(button('机器人'));
  await walker.press(button('去看看'));
  await expect(title()).toBeFocused();
  await walker.lap('gateway off');
  await walker.press(button('打开'));
  await expect(page.getByText('管理密码，只显示这一次')).toBeVisible();
  await walker.isIn(page.getByRole('main'));
  await walker.lap('gateway on');
  const rules = page.getByRole('region', { name: /^规则，共/ });
  const count = await rules.getByRole('listitem').count();
  await walker.dialog(button('加一条'), '加一条规则');
  await walker.press(button('加一条'));
  await walker.fill(field('路径开头'), '/by-keyboard/');
  await walker.fill(field('送到'), 'http://napcat:6099');
  await walker.press(button('存好'));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button('加一条')).toBeFocused();
  await expect(rules.getByRole('listitem')).toHaveCount(count + 1);
  await walker.fill(field('网址或路径'), '/by-keyboard/page');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^去 http:\/\/napcat:6099/)).toBeVisible();
  await expect(field('网址或路径')).toBeFocused();

  const row = rules.getByRole('listitem').filter({ hasText: '/by-keyboard/' });
  const edit = row.getByRole('button', { name: /^改第/ });
  await walker.begin();
  await walker.to(rules.getByRole('button', { name: /^改第/ }).and(page.locator('[tabindex="0"]')));
  await page.keyboard.press('Home');
  for (let step = 0; step < count && !(await edit.evaluate((one) => one === document.activeElement)); step++)
    await page.keyboard.press('ArrowDown');
  await walker.dialog(edit, '改规则');
  await walker.press(edit);
  await walker.press(button('删掉这条'));
  await expect(rules.getByRole('listitem')).toHaveCount(count);
  await walker.isIn(rules);
  await walker.press(button('关掉'));
  await expect(page.getByText('现在没开')).toBeVisible();
  await walker.isIn(page.getByRole('main'));
});

test('the pool: a key pasted, one taken out and brought back', async () => {
  await goTo('模型', /./);
  await walker.lap('model');
  await walker.press(button('打开密钥池'));
  await expect(title()).toBeFocused();
  await walker.lap('pool');
  const keys = page.getByRole('region', { name: /^密钥，共/ }).getByRole('listitem');
  await expect(keys).toHaveCount(3);
  await walker.press(button('加密钥'));
  await expect(field('粘贴 Gemini 密钥')).toBeFocused();
  await paste(keyOf('four'));
  await walker.press(button('放进池子，逐把试'));
  await expect(keys).toHaveCount(4);
  await walker.isIn(page.getByRole('main'));
  await walker.press(button('关上'));
  await expect(button('加密钥')).toBeFocused();
  await walker.to(keys.first().getByRole('button', { name: /^去掉/ }));
  await page.keyboard.press('Enter');
  await expect(keys).toHaveCount(3);
  await walker.isIn(page.getByRole('region', { name: /^密钥，共/ }));
  await walker.begin();
  await walker.press(button('撤销'));
  await expect(keys).toHaveCount(4);
  await walker.isIn(page.getByRole('main'));
});

test('resources: day in numbers, a limit, what can be cleaned up', async () => {
  await goTo('资源');
  await walker.lap('resources');
  await walker.choose(radio('看数字'));
  await walker.choose(radio('看曲线'));
  const limit = button('NapCat最多用多少内存');
  await walker.begin();
  await walker.press(limit);
  await expect(field('最多用多少内存（MB）')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(limit).toBeFocused();
  await walker.dialog(button('看看能清什么'), '清理');
});

test('backup: a snapshot, and each of its dialogs; saving to GitHub begun and left', async () => {
  await goTo('备份');
  await walker.lap('backup');
  const rows = page.getByRole('list', { name: '快照，新的在前' }).getByRole('listitem');
  const before = await rows.count();
  await walker.press(button('现在抄一份'));
  await expect(rows).toHaveCount(before + 1, { timeout: 40_000 });
  await expect(button('现在抄一份')).toBeFocused();
  const row = rows.first();
  await walker.dialog(row.getByRole('button', { name: /^恢复到这里/ }), /^恢复到/);
  await walker.dialog(row.getByRole('button', { name: /^存成文件/ }), '存成一个加密的文件');
  await walker.press(row.getByRole('button', { name: /^删掉/ }));
  await walker.press(page.getByRole('dialog').getByRole('button', { name: '删掉', exact: true }));
  await expect(rows).toHaveCount(before);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await walker.isIn(page.getByRole('main'));

  await walker.begin();
  await walker.press(page.getByRole('link', { name: '开始设置' }));
  await expect(title()).toBeFocused();
  await walker.lap('saving: repository');
  await walker.press(page.locator('.backup-step button').last());
  await expect(page.locator('.backup-step h2')).toBeFocused();
  await walker.lap('saving: token');
  await walker.press(page.getByRole('link', { name: '回到备份' }));
  await expect(title()).toHaveText('备份');
  await expect(title()).toBeFocused();
  await walker.press(page.getByRole('link', { name: '从备份恢复…' }));
  await expect(title()).toBeFocused();
  await walker.lap('restore');
  await walker.press(page.getByRole('link', { name: '回到备份' }));
  await expect(title()).toBeFocused();
});

test('the handbook: search, a page, and back', async () => {
  await goTo('手册');
  await walker.lap('handbook');
  await page.keyboard.press('/');
  await expect(field('在手册里找')).toBeFocused();
  await page.keyboard.insertText('扫码');
  await expect(page.getByText(/^找到 \d+ 页$/)).toBeVisible();
  await walker.press(page.locator('.handbook-found a').first());
  await expect(title()).toBeFocused();
  await walker.lap('a page of the handbook');
  await walker.press(page.locator('.handbook-back'));
  await expect(title()).toHaveText('手册');
  await expect(title()).toBeFocused();
});

test('another brain is asked about, and the change is begun', async () => {
  await goTo('首页', /在回话/);
  await walker.dialog(button('换大脑…'), /^换成/);
  await walker.press(button('换大脑…'));
  await walker.press(button('换成 Koishi ＋ ChatLuna'));
  await expect(page.getByRole('heading', { name: '正在换成 Koishi ＋ ChatLuna' })).toBeVisible();
  await walker.isIn(page.getByRole('main'));
  await expect(page.getByText('换好了，现在是 Koishi ＋ ChatLuna 在回话。')).toBeVisible({ timeout: 90_000 });
  await walker.isIn(page.getByRole('main'));
});
