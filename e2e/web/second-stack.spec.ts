import { test as base, expect, type Page } from '@playwright/test';
import { type Hands, keyboard, mouse } from '../rehearsal/hands';
import { seriousOf } from '../rehearsal/serious';
import { startWebShell, type WebShell } from './web-shell';

const test = base.extend<{ shell: WebShell }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  shell: async ({}, use) => {
    const shell = await startWebShell(['--rehearse']);
    await use(shell);
    await shell.stop();
  },
  permissions: ['clipboard-read', 'clipboard-write'],
});

test.setTimeout(240_000);
test.use({ actionTimeout: 20_000 });

/** The rehearsal's model refuses a key with `BAD` in it and takes any other. */
const keyOf = (name: string) => `AIzaSyRehearsal-${name.padEnd(24, '0')}`;
const GOOD = ['one', 'two', 'three', 'four'].map(keyOf);
const BAD = keyOf('BAD');

test('a pool of keys, a gateway and another brain there and back, by mouse', async ({ page, shell }) => {
  await page.goto(shell.url);
  await wholeWay(page, mouse(page), () => seriousOf(page));
});

test('the same by the keyboard alone', async ({ page, shell }) => {
  await page.goto(shell.url);
  await wholeWay(page, keyboard(page), async () => []);
});

async function wholeWay(page: Page, hands: Hands, look: () => Promise<string[]>): Promise<void> {
  const see = async (screen: string) => expect.soft(await look(), screen).toEqual([]);
  await setUp(page, hands, see);
  await tendPool(page, hands, see);
  await openGateway(page, hands, see);
  await changeBrain(page, hands, see);
}

type See = (screen: string) => Promise<void>;

const titleOf = (page: Page) => page.getByRole('heading', { level: 1 });
const buttonOf = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+V');
}

/** From the choice to the first reply, with several keys pasted where one is asked for. */
async function setUp(page: Page, hands: Hands, see: See): Promise<void> {
  const title = titleOf(page);
  await hands.press(buttonOf(page, '选 AstrBot'));
  await hands.press(buttonOf(page, '我知道了，继续'));
  await expect(title).toHaveText('给大脑接上模型');
  await paste(page, GOOD.join('，\n'));
  await expect(page.getByText('认出 4 把 Gemini 密钥')).toBeVisible();
  await see('pool offered');
  await hands.press(buttonOf(page, '同意许可，放进池子'));
  await expect(page.getByText('4 把能用，轮着来')).toBeVisible();
  await see('pool works');
  await expect(title).toHaveText('用手机 QQ 扫一扫', { timeout: 40_000 });
  await hands.press(buttonOf(page, '用假手机扫一下'));
  await hands.press(buttonOf(page, '在手机上点确认'));
  await expect(title).toHaveText('它回话了', { timeout: 60_000 });
  await hands.press(buttonOf(page, '去首页'));
  await expect(title).toContainText('在回话');
}

/** One more key that is refused, taken out and brought back; a question through the pool. */
async function tendPool(page: Page, hands: Hands, see: See): Promise<void> {
  const title = titleOf(page);
  const rows = page.getByRole('region', { name: /^密钥，共/ }).getByRole('listitem');
  await hands.press(page.getByRole('link', { name: '模型' }));
  await hands.press(buttonOf(page, '打开密钥池'));
  await expect(title).toHaveText('4 把能用，轮着来');
  await expect(rows).toHaveCount(4);
  await see('pool page');
  await hands.press(buttonOf(page, '加密钥'));
  await hands.fill(page.getByRole('textbox', { name: '粘贴 Gemini 密钥' }), `"${BAD}"\n${GOOD[0]}`);
  await expect(page.getByText('认出 2 把')).toBeVisible();
  await hands.press(buttonOf(page, '放进池子，逐把试'));
  await expect(page.getByText('放进去 1 把 · 1 把原来就有')).toBeVisible();
  await expect(title).toHaveText('5 把里有 4 把能用');
  const refused = rows.filter({ hasText: '不认这把' });
  await expect(refused).toHaveCount(1);
  await see('pool with a refused key');
  await hands.pressInRow(refused, refused.getByRole('button', { name: /^去掉/ }));
  await expect(rows).toHaveCount(4);
  await hands.press(buttonOf(page, '撤销'));
  await expect(rows).toHaveCount(5);
  await hands.press(buttonOf(page, '问'));
  await expect(page.locator('.pool-box .bubble')).toBeVisible();
}

/** Switched on, asked which rule takes an address, a rule switched off and on, and off again. */
async function openGateway(page: Page, hands: Hands, see: See): Promise<void> {
  await hands.press(page.getByRole('link', { name: '设置' }));
  await hands.press(buttonOf(page, '机器人'));
  await hands.press(buttonOf(page, '去看看'));
  await expect(page.getByText('现在没开')).toBeVisible();
  await see('gateway off');
  await hands.press(buttonOf(page, '打开'));
  await expect(page.getByText('管理密码，只显示这一次')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('开着，全部面板都在这个网址下面')).toBeVisible({ timeout: 40_000 });
  await see('gateway on');
  const address = page.getByRole('textbox', { name: '网址或路径' });
  await hands.say(address, 'http://napcat.localhost:7860/webui/?x=1');
  await expect(page.getByText(/^去 http:\/\/napcat:6099\/webui\/\?x=1$/)).toBeVisible();
  await hands.press(buttonOf(page, '加一条'));
  await hands.fill(page.getByRole('textbox', { name: '路径开头', exact: true }), '/webui/old/');
  await hands.fill(page.getByRole('textbox', { name: '送到', exact: true }), 'http://napcat:6099');
  await see('rule form');
  await hands.press(buttonOf(page, '存好'));
  await expect(page.getByText(/^被第 \d+ 条挡住，永远轮不到$/)).toBeVisible();
  await see('gateway with a shadowed rule');
  await hands.press(buttonOf(page, '撤销'));
  await expect(page.getByText(/^被第 \d+ 条挡住/)).toHaveCount(0);
  await hands.press(buttonOf(page, '关掉'));
  await expect(page.getByText('现在没开')).toBeVisible();
}

/** To the other brain and back; the account stays signed in throughout. */
async function changeBrain(page: Page, hands: Hands, see: See): Promise<void> {
  await hands.press(page.getByRole('link', { name: '首页' }));
  await hands.press(buttonOf(page, '换大脑…'));
  await see('change asked');
  await hands.press(buttonOf(page, '换成 Koishi ＋ ChatLuna'));
  await expect(page.getByRole('heading', { name: '正在换成 Koishi ＋ ChatLuna' })).toBeVisible();
  await expect(page.getByText('换好了，现在是 Koishi ＋ ChatLuna 在回话。')).toBeVisible({ timeout: 90_000 });
  await see('changed');
  await expect(page.getByText(/^歇着 · /)).toBeVisible();
  await hands.press(buttonOf(page, '换回去'));
  await hands.press(buttonOf(page, '换回 AstrBot'));
  await expect(page.getByText('换好了，现在是 AstrBot 在回话。')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('listitem').filter({ hasText: '第 4 段' })).toHaveAttribute('data-tone', 'ok');
}
