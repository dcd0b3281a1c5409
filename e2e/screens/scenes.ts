import type { Page } from '@playwright/test';
import type { AppView } from '../../electron/contract/view';
import { BRAIN_SCENES } from './brain-scenes';
import { GATEWAY_SCENES } from './gateway-scenes';
import { HANDBOOK_SCENES } from './handbook-scenes';
import { MANNER_SCENES } from './manner-scenes';
import { POOL_SCENES } from './pool-scenes';
import { RESOURCE_SCENES } from './resources-scenes';
import type { Scene } from './scene';
import { SECRETS_SCENES } from './secrets-scenes';
import { SETTINGS_SCENES } from './settings-scenes';
import { SYNC_SCENES } from './sync-scenes';
import { VERSION_SCENES } from './version-scenes';
import {
  ALL_OK,
  appView,
  botView,
  broken,
  NOW,
  OTHER_BOT,
  ok,
  ready,
  type States,
  setupView,
  stopped,
  waiting,
} from './views';

const MB = 1_000_000;
const pulling = {
  kind: 'working' as const,
  doing: 'pulling' as const,
  progress: {
    doneBytes: 397 * MB,
    totalBytes: 684 * MB,
    bytesPerSecond: 4.8 * MB,
    etaMs: 74_000,
    source: 'docker.1ms.run',
  },
};
const preparing = { kind: 'working' as const, doing: 'preparing' as const };
const afterChoice: States = {
  engine: ok,
  images: pulling,
  messenger: { kind: 'needsYou', ask: { kind: 'consent' } },
  brain: preparing,
  model: { kind: 'needsYou', ask: { kind: 'enterKey' } },
};
const scanning: States = {
  engine: ok,
  images: ok,
  messenger: ok,
  login: {
    kind: 'needsYou',
    ask: {
      kind: 'scanQr',
      url: 'https://txz.qq.com/p?k=Zn7Qe2Yb0Jc4Lx9Tm1Rw5Ks8Hv3Gd6Pa&f=537',
      since: NOW - 38_000,
    },
  },
  bridge: waiting('login'),
  brain: ready,
  model: ok,
  reply: waiting('login'),
};
const cut: States = {
  ...ALL_OK,
  bridge: broken(
    'tokenDrift',
    ['rewriteOurs', 'takeTheirs', 'openLogs'],
    [
      '09:37:48 NapCat  OneBot11 网络配置已更新，重载 websocketServers',
      '09:37:49 Koishi  adapter-onebot websocket closed with 1006',
      '09:41:05 Koishi  adapter-onebot Unexpected server response: 403',
    ],
  ),
  reply: waiting('bridge'),
};
const setup = (states: States, change: Partial<AppView> = {}) => appView([setupView(states)], change);
const keyAsked: States = { ...afterChoice, messenger: waiting('images') };
const works = {
  kind: 'ok' as const,
  baseUrl: 'https://api.deepseek.com/v1',
  models: ['deepseek-chat', 'deepseek-reasoner'],
  model: 'deepseek-chat',
  answer: '你好，我在，随时可以开始。',
  latencyMs: 812,
};
const pasteKey = async (page: Page) => {
  await page.locator('input[type=password]').fill('sk-example-of-a-key');
  await page.locator('input[type=password]').press('Enter');
};
const problem = (code: 'keyRefused' | 'keyNoQuota' | 'keyRegion', status: number, message: string) => ({
  kind: 'problem' as const,
  problem: code,
  status,
  message,
  models: [],
  baseUrl: 'https://api.deepseek.com/v1',
});

export const SCENES: readonly Scene[] = [
  { name: '01-choose', view: appView([]), narrow: true },
  { name: '02-consent', view: setup(afterChoice), narrow: true },
  { name: '03-key', view: setup(keyAsked), narrow: true },
  { name: '03-key-trying', view: setup(keyAsked), act: pasteKey },
  { name: '03-key-works', view: setup(keyAsked), check: works, act: pasteKey },
  {
    name: '03-key-refused',
    view: setup(keyAsked),
    check: problem('keyRefused', 401, 'Authentication Fails (no such user)'),
    act: pasteKey,
  },
  {
    name: '03-key-no-quota',
    view: setup(keyAsked),
    check: problem('keyNoQuota', 402, 'Insufficient Balance'),
    act: pasteKey,
  },
  { name: '04-scan', view: setup(scanning), narrow: true },
  {
    name: '04-scan-confirm',
    view: setup({
      ...scanning,
      login: { kind: 'needsYou', ask: { kind: 'confirmOnPhone', since: NOW - 4_000 } },
    }),
  },
  {
    name: '04-scan-refused',
    view: setup({
      ...scanning,
      login: broken('loginRefused', ['refreshQr'], ['登录失败: 当前网络不稳定，请稍后再试 (168)']),
    }),
  },
  {
    name: '04-scan-other-account',
    view: setup({
      ...scanning,
      login: {
        kind: 'needsYou',
        ask: { kind: 'acceptAccount', uin: '1900000032', nick: '老船长', expectedUin: '2812344417' },
      },
    }),
  },
  {
    name: '04-progress',
    view: setup({ engine: ok, images: pulling, messenger: waiting('images'), brain: preparing, model: ok }),
  },
  {
    name: '04-pull-trouble',
    view: setup({
      engine: ok,
      images: broken('pullStalled', ['retry', 'openNetworkSettings'], ['docker.1ms.run: no bytes for 30 s']),
      messenger: waiting('images'),
      model: ok,
      brain: waiting('images'),
    }),
  },
  {
    name: '05-done',
    view: setup({ ...scanning, login: { kind: 'working', doing: 'confirming' } }),
    act: async (page, app) => {
      app.view.set(
        appView([botView(ALL_OK)], app.view.get().settings ? { settings: app.view.get().settings } : {}),
      );
      await page.locator('.done-head').waitFor();
    },
    narrow: true,
  },
  {
    name: '06-home',
    view: appView([botView(ALL_OK), botView(cut, { id: OTHER_BOT, name: '老船长' })]),
    narrow: true,
  },
  { name: '07-home-broken', view: appView([botView(cut)]), narrow: true },
  {
    name: '07-home-kicked',
    view: appView([
      botView({
        ...ALL_OK,
        login: broken('kicked', ['relogin', 'restartService'], ['你的账号在另一处登录']),
        bridge: waiting('login'),
        reply: waiting('login'),
      }),
    ]),
    narrow: true,
  },
  { name: '07-home-scan', view: appView([botView({ ...scanning, brain: ok })]) },
  {
    name: '07-home-stopped',
    view: appView([
      botView(
        {
          ...ALL_OK,
          messenger: stopped,
          login: stopped,
          bridge: stopped,
          brain: stopped,
          model: stopped,
          reply: stopped,
        },
        { intent: 'stopped' },
      ),
    ]),
  },
  {
    name: '07-home-edit',
    dialog: 'home/edit-bot',
    view: appView([botView(ALL_OK)]),
    act: async (page) => {
      await page.locator('.bot-card button').first().click();
      await page.locator('.presets').waitFor();
    },
  },
  {
    name: '07-home-remove',
    dialog: 'home/remove-bot',
    view: appView([botView(ALL_OK)]),
    act: async (page) => {
      await page.locator('.bot-card button').first().click();
      await page.locator('.bp-modal [data-danger]').click();
      await page.locator('.bp-modal [role=switch]').click({ force: true });
      await page.locator('.bp-modal input:not([role=switch])').fill('小码');
      await page.locator('.bp-modal [data-danger]').click();
      await page.getByRole('alert').waitFor();
    },
    narrow: true,
  },
  {
    name: '08-engine-missing',
    view: setup(
      { engine: { kind: 'needsYou', ask: { kind: 'installEngine' } } },
      { engine: { tone: 'warn', name: 'Docker' } },
    ),
    narrow: true,
  },
  {
    name: '08-engine-stopped',
    view: setup({ engine: { kind: 'needsYou', ask: { kind: 'startEngine', product: 'Docker Desktop' } } }),
  },
  {
    name: '08-engine-not-allowed',
    view: setup({
      engine: { kind: 'needsYou', ask: { kind: 'allowEngine', endpoint: 'unix:///var/run/docker.sock' } },
    }),
  },
  {
    name: '08-engine-windows-containers',
    view: setup({ engine: broken('engineWindowsContainers', ['retry'], ['OSType: windows']) }),
  },
  { name: '09-logs', view: appView([botView(cut)]), page: 'logs', narrow: true },
  {
    name: '10-settings-network',
    view: appView([botView(ALL_OK)]),
    page: 'settings',
    act: async (page) => {
      await page.locator('.settings-head button').last().click();
      await page.locator('.mirror-speed').first().waitFor();
    },
    narrow: true,
  },
  { name: '10-model', view: appView([botView(ALL_OK)]), page: 'model' },
  {
    name: '11-notices',
    view: appView([botView(ALL_OK)], {
      notices: [{ id: 'n1', at: NOW, code: 'weakSecrets', params: {} }],
    }),
  },
  { name: '12-rehearsal', view: appView([botView(ALL_OK)], { rehearsal: true }), page: 'chat', narrow: true },
  { name: '12-rehearsal-scan', view: setup(scanning, { rehearsal: true }) },
  ...POOL_SCENES,
  ...BRAIN_SCENES,
  ...GATEWAY_SCENES,
  ...RESOURCE_SCENES,
  ...SETTINGS_SCENES,
  ...MANNER_SCENES,
  ...SECRETS_SCENES,
  ...SYNC_SCENES,
  ...VERSION_SCENES,
  ...HANDBOOK_SCENES,
];
