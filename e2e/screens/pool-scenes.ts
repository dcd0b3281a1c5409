import type { Page } from '@playwright/test';
import {
  KeyPoolSettings,
  type KeyPoolView,
  type PoolKeyState,
  type PoolKeyView,
} from '../../electron/contract/key-pool';
import type { BotView } from '../../electron/contract/view';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, NOW, setupView, waiting } from './views';

const STATES: [PoolKeyState, fails: number, message: string][] = [
  ['valid', 0, ''],
  ['valid', 0, ''],
  ['failing', 1, 'The model is overloaded. Please try again later.'],
  ['noQuota', 3, 'You exceeded your current quota, please check your plan and billing details.'],
  ['valid', 0, ''],
  ['keyRefused', 3, 'API key not valid. Please pass a valid API key.'],
  ['cooling', 3, 'Resource has been exhausted (e.g. check quota).'],
  ['valid', 0, ''],
  ['rateLimited', 0, ''],
  ['unknown', 0, ''],
];

/** So many keys, their states in turn. */
export function poolKeys(count: number, states = STATES): PoolKeyView[] {
  return Array.from({ length: count }, (_, index) => {
    const [state, fails, message] = states[index % states.length] ?? ['unknown', 0, ''];
    return {
      id: `k${index}`,
      hint: `AIza…${(1_000_003 * (index + 7)).toString(36).slice(-4)}`,
      state,
      fails,
      message,
      ...(state === 'unknown' || state === 'checking' ? {} : { checkedAt: NOW - (index + 2) * 60_000 }),
    };
  });
}

export function poolBot(pool: Partial<KeyPoolView> | undefined, change: Partial<BotView> = {}): BotView {
  const list = pool?.keys ?? [];
  return botView(ALL_OK, {
    stack: 'astrbot',
    model: {
      provider: 'gemini',
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      model: 'gemini-flash-latest',
    },
    ...(pool
      ? {
          keyPool: {
            on: true,
            consented: true,
            model: 'gemini-flash-latest',
            expected: list.length,
            seen: list.length,
            settings: KeyPoolSettings.parse({}),
            ...pool,
            keys: list,
          },
        }
      : {}),
    ...change,
  });
}

const KEYS = ['AAAAAAAAAA', 'BBBBBBBBBB', 'CCCCCCCCCC', 'DDDDDDDDDD'].map(
  (part) => `AIzaSyExample-${part}0123456789abcde`,
);
const paste = async (page: Page) => {
  await page.getByRole('textbox').first().fill(KEYS.join(', '));
  await page.locator('.pool-found b').waitFor();
};
const asking = setupView({
  ...ALL_OK,
  model: { kind: 'needsYou', ask: { kind: 'enterKey' } },
  reply: waiting('model'),
});
const pasteMany = async (page: Page) => {
  const text = KEYS.join('\n');
  await page.locator('input[type=password]').evaluate((field, keys) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', keys);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await page.locator('.pool-offer').waitFor();
};
const view = (pool?: Partial<KeyPoolView>) => appView([poolBot(pool)]);

export const POOL_SCENES: readonly Scene[] = [
  { name: '13-pool-empty', view: view(), page: 'pool', narrow: true },
  { name: '13-pool-paste', view: view(), page: 'pool', act: paste },
  { name: '13-pool', view: view({ keys: poolKeys(12) }), page: 'pool', narrow: true },
  {
    name: '13-pool-checking',
    view: view({
      keys: poolKeys(4, [
        ['valid', 0, ''],
        ['checking', 0, ''],
        ['unknown', 0, ''],
      ]),
      checking: { done: 2, total: 4 },
      seen: 2,
    }),
    page: 'pool',
  },
  {
    name: '13-pool-removed',
    view: view({ keys: poolKeys(500) }),
    page: 'pool',
    act: async (page) => {
      await page.locator('.chips .choice').nth(3).click();
      await page.locator('.pool-keys [data-danger]').click();
      await page.locator('.pool-removed').waitFor();
    },
  },
  {
    name: '13-pool-chat',
    view: view({ keys: poolKeys(3, [['valid', 0, '']]) }),
    page: 'pool',
    act: async (page) => {
      await page.locator('.pool-ask button').click();
      await page.locator('.pool-box .bubble').waitFor();
      await page.locator('.pool-grid .row.spread button').click();
      await page.locator('.models').waitFor();
      await page.locator('.pool-settings').scrollIntoViewIfNeeded();
    },
    narrow: true,
  },
  { name: '13-pool-off', view: view({ keys: poolKeys(3), on: false }), page: 'pool' },
  { name: '13-pool-consent', view: view({ keys: poolKeys(3), consented: false }), page: 'pool' },
  {
    name: '13-pool-offer',
    view: appView([poolBot(undefined, { settingUp: true, chain: asking.chain, hasKey: false })]),
    act: pasteMany,
    narrow: true,
  },
  {
    name: '13-pool-at-hand',
    view: appView([
      poolBot(
        { keys: poolKeys(3), consented: false },
        { settingUp: true, chain: asking.chain, hasKey: false },
      ),
    ]),
    act: (page) => page.locator('.pool-offer').waitFor(),
    narrow: true,
  },
  {
    name: '13-pool-offer-koishi',
    view: appView([botView(ALL_OK)]),
    page: 'model',
    act: pasteMany,
  },
  { name: '13-pool-model', view: view({ keys: poolKeys(12) }), page: 'model' },
  { name: '13-pool-none', view: appView([botView(ALL_OK)]), page: 'pool' },
];
