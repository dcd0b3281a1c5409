import type { GatewayView } from '../../electron/contract/gateway';
import { ROUTES } from './routes-fixture';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, ok } from './views';

const GATEWAY: GatewayView = {
  on: true,
  port: 7860,
  reach: 'loopback',
  hasPassword: true,
  url: 'http://localhost:7860/',
  adminUrl: 'http://localhost:7860/admin/ui/',
  panels: [
    { service: 'astrbot', product: 'AstrBot', url: 'http://astrbot.localhost:7860/' },
    { service: 'napcat', product: 'NapCat', url: 'http://napcat.localhost:7860/webui/' },
  ],
  rules: { total: ROUTES.rules.length, enabled: 5 },
  isDefault: false,
  findings: [
    { code: 'shadowed', severity: 'warning', rule: 3, params: { by: 2 } },
    { code: 'unresolvable', severity: 'warning', rule: 5, params: { name: 'files' } },
  ],
};
const view = (gateway: Partial<GatewayView> | undefined) => {
  const { services, ...bot } = botView(gateway?.on === false ? ALL_OK : { ...ALL_OK, gateway: ok });
  return appView([
    {
      ...bot,
      stack: 'astrbot',
      ...(gateway ? { gateway: { ...GATEWAY, ...gateway } } : {}),
      services: [
        ...services,
        {
          name: 'gateway',
          role: 'gateway',
          product: 'Caddy',
          version: '2.11.4',
          tone: 'ok',
          state: 'running',
          restarts: 0,
        },
      ],
    },
  ]);
};

export const GATEWAY_SCENES: readonly Scene[] = [
  { name: '15-gateway', view: view({}), page: 'gateway', narrow: true },
  {
    name: '15-gateway-rules',
    view: view({}),
    page: 'gateway',
    act: async (page) => {
      await page.locator('.rule').first().waitFor();
      await page.locator('.try-form button').click();
      await page.locator('.try-steps').waitFor();
      await page.locator('.gateway-rules').evaluate((element) => element.scrollIntoView());
    },
    narrow: true,
  },
  {
    name: '15-gateway-edit',
    dialog: 'gateway/edit-rule',
    view: view({}),
    page: 'gateway',
    act: async (page, app) => {
      app.routesSaved = {
        saved: false,
        findings: [{ code: 'badBackend', severity: 'error', rule: 4, params: { value: 'gemini' } }],
      };
      await page.locator('.rule-buttons > button').nth(2).click();
      await page.locator('.bp-modal form').waitFor();
      await page.locator('.bp-modal [type=submit]').click();
      await page.locator('.bp-modal .note').waitFor();
      app.routesSaved = { saved: true, liveMs: 180, findings: [] };
    },
    narrow: true,
  },
  {
    name: '15-gateway-shadowed',
    dialog: 'gateway/edit-rule',
    view: view({}),
    page: 'gateway',
    act: async (page) => {
      await page.locator('.rule-buttons > button').nth(4).click();
      await page.locator('.bp-modal .note').waitFor();
    },
    narrow: true,
  },
  {
    name: '15-gateway-import',
    view: view({}),
    page: 'gateway',
    act: async (page) => {
      const text = JSON.stringify({
        default_backend: 'http://astrbot:6185',
        rules: [{ backend: 'http://a', websocket: true }, { match: { path_prefix: 'webui' } }],
      });
      await page.locator('input[type=file]').setInputFiles({
        name: 'routes.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
      await page.locator('.routes-file .note').scrollIntoViewIfNeeded();
    },
  },
  {
    name: '15-gateway-network',
    view: view({ reach: 'network' }),
    page: 'gateway',
    act: async (page) => {
      await page.locator('.reaches .choice').nth(2).click();
      await page.locator('.gateway-password button').last().click();
    },
  },
  {
    name: '15-gateway-off',
    view: view({ on: false, hasPassword: false, isDefault: true, findings: [] }),
    page: 'gateway',
  },
  {
    name: '15-gateway-on',
    view: view({ on: false, hasPassword: false, isDefault: true, findings: [] }),
    page: 'gateway',
    act: async (page) => {
      await page.locator('.gateway-box [type=submit]').click();
      await page.locator('.shown-once').waitFor();
    },
  },
  { name: '15-gateway-none', view: view(undefined), page: 'gateway' },
];
