import type { Page } from '@playwright/test';
import { AppError, type ErrorCode } from '../../electron/contract/errors';
import { BotId } from '../../electron/contract/ids';
import type { LinkState } from '../../electron/contract/link-state';
import type { SyncView } from '../../electron/contract/sync';
import { LEGACY_REPORT } from './legacy-fixture';
import type { Scene } from './scene';
import { SAVED, UNCONFIRMED } from './sync-fixture';
import { ALL_OK, appView, botView, broken, NOW, ok, setupView, stopped } from './views';

const view = (sync: SyncView, state: LinkState = ok) =>
  appView([botView({ ...ALL_OK, sync: state }, { sync })]);
const none = appView([botView(ALL_OK)]);

/** Walks the set-up up to a step: 1 the repository, 2 the token, 3 which one, 4 what to know, 5 the key. */
async function walk(page: Page, step: number): Promise<void> {
  const next = () => page.locator('.backup-step .bp-button[data-variant=filled]').click();
  if (step < 2) return;
  await next();
  await page.locator('.backup-step input[type=password]').fill('github_pat_0123456789');
  if (step < 3) {
    await next();
    return page.locator('.backup-step [role=status]').waitFor();
  }
  await next();
  await page.locator('.backup-step [role=status]').waitFor();
  await next();
  await page.locator('.backup-choices').waitFor();
  if (step < 4) return;
  await next();
  await page.locator('.backup-points').waitFor();
  if (step < 5) return;
  await page.locator('.backup-step input[role=switch]').check();
  await next();
  await page.locator('.backup-key').waitFor();
}

const LOST = {
  why: 'lost' as const,
  files: 1,
  paths: ['home/user/AstrBot/data/plugin_data/memes/index.bin'],
};

const OFFLINE: SyncView = {
  ...SAVED,
  lastSuccess: NOW - 3 * 3_600_000,
  nextRun: NOW + 90_000,
  waiting: { bytes: 3_400_000, files: 27 },
  failure: {
    code: 'syncOffline',
    params: {},
    evidence: [
      'fatal: unable to access https://github.com/captain/my-bot/: Failed to connect to github.com port 443',
    ],
    since: NOW - 3 * 3_600_000,
  },
};

/** Opens the dialog for an old repository; `look`: as far as what is in it. */
async function bringAlong(page: Page, look: boolean): Promise<void> {
  await page
    .locator('main button')
    .filter({ hasText: /老仓库|old repository/ })
    .click();
  await page.locator('.bp-modal form').waitFor();
  if (!look) return;
  await page.locator('.bp-modal input').first().fill('https://github.com/captain/astrbot-backup');
  await page.locator('.bp-modal input[type=password]').fill('github_pat_0123456789');
  await page.locator('.bp-modal [type=submit]').click();
  await page.locator('.legacy-parts').waitFor();
}

/** What a call is refused with, as the app would. */
const refuse = (code: ErrorCode, params: Record<string, string>) => async () => {
  throw new AppError(code, params);
};

export const SYNC_SCENES: readonly Scene[] = [
  { name: '16-backup-none', view: none, page: 'backup', narrow: true },
  { name: '16-backup', view: view(SAVED), page: 'backup', narrow: true },
  {
    name: '16-backup-running',
    view: view({
      ...SAVED,
      running: { phase: 'uploading', doneBytes: 61_000_000, totalBytes: 214_000_000, since: NOW - 20_000 },
    }),
    page: 'backup',
  },
  {
    name: '16-backup-offline',
    view: view(OFFLINE, broken('syncOffline', ['retry', 'openNetworkSettings', 'openBackup'])),
    page: 'backup',
    narrow: true,
  },
  {
    name: '16-backup-token',
    view: view(
      {
        ...SAVED,
        tokenExpiresAt: NOW - 3_600_000,
        failure: {
          code: 'syncTokenRefused',
          params: {},
          evidence: ['401 Bad credentials'],
          since: NOW - 60_000,
        },
      },
      broken('syncTokenRefused', ['openBackup', 'retry']),
    ),
    page: 'backup',
  },
  {
    name: '16-backup-two',
    view: view(
      {
        ...SAVED,
        conflict: { device: 'laptop', at: NOW - 40 * 60_000 },
      },
      { kind: 'needsYou', ask: { kind: 'chooseComputer', device: 'laptop', at: NOW - 40 * 60_000 } },
    ),
    page: 'backup',
    narrow: true,
  },
  {
    name: '16-backup-paused',
    view: view({ ...SAVED, settings: { ...SAVED.settings, paused: true }, hold: 'paused' }, stopped),
    page: 'backup',
  },
  {
    name: '16-backup-unconfirmed',
    view: view(UNCONFIRMED, { kind: 'needsYou', ask: { kind: 'keepRecoveryKey' } }),
    page: 'backup',
  },
  {
    name: '16-backup-off',
    dialog: 'backup/sync-settings',
    view: view(SAVED),
    page: 'backup',
    act: async (page) => {
      await page.locator('.backup-settings').first().locator('.setting').last().locator('button').click();
      await page.locator('.bp-modal').waitFor();
    },
  },
  ...[1, 2, 3, 4, 5].map((step) => ({
    name: `16-backup-set-up-${step}`,
    view: none,
    page: 'backup/github' as const,
    act: (page: Page) => walk(page, step),
    narrow: true,
  })),
  {
    name: '16-backup-restore',
    view: none,
    page: 'backup/restore',
    act: async (page) => {
      await page.locator('.backup-step input').first().fill('github_pat_0123456789');
      await page.locator('.backup-step input').nth(1).fill('captain/my-bot');
      await page.locator('.backup-step [type=submit]').click();
      await page.locator('.backup-moments').waitFor();
    },
    narrow: true,
  },
  {
    name: '16-backup-restoring',
    view: {
      ...appView([setupView({ engine: ok, brain: { kind: 'needsYou', ask: { kind: 'chooseStack' } } })]),
      restoring: {
        since: NOW - 20_000,
        progress: { phase: 'verifying', doneBytes: 96_000_000, totalBytes: 214_000_000 },
      },
    },
    narrow: true,
  },
  {
    name: '16-backup-legacy',
    dialog: 'backup/legacy/bring-along',
    view: none,
    page: 'backup',
    act: (page) => bringAlong(page, false),
    narrow: true,
  },
  {
    name: '16-backup-legacy-refused',
    view: none,
    page: 'backup',
    legacy: { look: refuse('syncRefused', { problem: 'syncRepositoryMissing' }) },
    act: async (page) => {
      await bringAlong(page, false);
      await page.locator('.bp-modal input').first().fill('captain/astrbot-backup');
      await page.locator('.bp-modal input[type=password]').fill('github_pat_0123456789');
      await page.locator('.bp-modal [type=submit]').click();
      await page.locator('.bp-modal [role=alert]').waitFor();
    },
  },
  {
    name: '16-backup-legacy-found',
    view: none,
    page: 'backup',
    legacy: { look: async () => ({ ...LEGACY_REPORT, left: [...LEGACY_REPORT.left, LOST] }) },
    act: async (page) => {
      await bringAlong(page, true);
      await page.locator('.legacy-left summary').click();
    },
    narrow: true,
  },
  {
    name: '16-backup-legacy-running',
    view: {
      ...none,
      restoring: {
        since: NOW - 20_000,
        progress: { phase: 'downloading', doneBytes: 96_000_000, totalBytes: 214_000_000 },
      },
    },
    page: 'backup',
    act: async (page) => {
      await page
        .locator('main button')
        .filter({ hasText: /老仓库|old repository/ })
        .click();
      await page.locator('.bp-modal [role=status]').waitFor();
    },
    narrow: true,
  },
  {
    name: '16-backup-legacy-broken',
    view: none,
    page: 'backup',
    legacy: { bringAlong: refuse('legacyDamaged', { path: 'home/user/AstrBot/data/data_v4.db' }) },
    act: async (page) => {
      await bringAlong(page, true);
      await page.locator('.legacy-end .bp-button[data-variant=filled]').click();
      await page.locator('.bp-modal [role=alert]').waitFor();
    },
    narrow: true,
  },
  {
    name: '16-backup-legacy-done',
    view: none,
    page: 'backup',
    legacy: { bringAlong: async () => none.bots[0]?.id ?? BotId.parse('captain0') },
    act: async (page) => {
      await bringAlong(page, true);
      await page.locator('.legacy-end .bp-button[data-variant=filled]').click();
      await page.locator('.legacy-parts').waitFor({ state: 'detached' });
    },
  },
  {
    name: '16-wizard-legacy',
    view: appView([setupView({ engine: ok, brain: { kind: 'needsYou', ask: { kind: 'chooseStack' } } })]),
    act: async (page) => {
      await page.getByRole('button', { name: /我有备份|I have a backup/ }).click();
      await page.locator('.backup-choices button').last().click();
    },
    narrow: true,
  },
  ...(['restore', 'export', 'remove'] as const).map((what, at) => ({
    name: `16-backup-snapshot-${what}`,
    dialog: `backup/snapshots/${what}-snapshot`,
    view: view(SAVED),
    page: 'backup' as const,
    act: async (page: Page) => {
      await page.locator('.backup-list .backup-buttons').first().locator('button').nth(at).click();
      await page.locator('.bp-modal').waitFor();
    },
    narrow: true,
  })),
  {
    name: '16-backup-snapshot-exported',
    view: view(SAVED),
    page: 'backup',
    act: async (page) => {
      await page.locator('.backup-list .backup-buttons').first().locator('button').nth(1).click();
      await page.locator('.bp-modal input[type=password]').fill('four words of harbour');
      await page.locator('.bp-modal [type=submit]').click();
      await page.locator('.bp-modal a[download]').waitFor();
    },
    narrow: true,
  },
  {
    name: '16-home-not-saved',
    view: view(OFFLINE, broken('syncOffline', ['retry', 'openNetworkSettings', 'openBackup'])),
  },
];
