import type { Page } from '@playwright/test';
import type { ServiceVersion, VersionsView } from '../../electron/contract/service-version';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, NOW } from './views';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const napcat: ServiceVersion = {
  version: '4.18.19',
  reference: 'docker.io/mlikiowa/napcat-docker:v4.18.19',
  image: 'docker.io/mlikiowa/napcat-docker:v4.18.19',
  digest: digest('4'),
};
const koishi: ServiceVersion = {
  version: '4.18.11',
  reference: 'docker.io/koishijs/koishi:v1.16.1-lite',
  image: 'docker.io/koishijs/koishi:v1.16.1-lite',
  digest: digest('a'),
  plugins: '1.4.0-1',
};
const newer: ServiceVersion = { ...napcat, version: '4.18.28', digest: digest('9') };
const versions = (change: Partial<VersionsView> = {}): VersionsView => ({
  policy: 'ask',
  services: [
    {
      service: 'napcat',
      product: 'NapCat',
      now: napcat,
      offer: {
        version: newer.version,
        digest: digest('9'),
        isRebuilt: false,
        notes: {
          zh: '跟上 QQ 的新版本；快速登录更稳。',
          en: 'Follows the newest QQ; quick sign-in is steadier.',
        },
        link: 'https://github.com/NapNeko/NapCatQQ/releases',
        isDismissed: false,
      },
    },
    { service: 'koishi', product: 'Koishi', now: koishi, before: { ...koishi, digest: digest('b') } },
  ],
  isLooking: false,
  lookedAt: NOW - 3 * 3_600_000,
  unknown: [],
  ...change,
});
const shown = (change: Partial<VersionsView> = {}) =>
  appView([botView(ALL_OK, { versions: versions(change) })]);
const open = (page: Page) => page.locator('.settings-nav [data-section=versions]').click();

const update = {
  service: 'napcat',
  product: 'NapCat',
  from: napcat,
  to: newer,
  since: NOW - 40_000,
} as const;

export const VERSION_SCENES: readonly Scene[] = [
  { name: '23-versions', section: 'versions', view: shown(), page: 'settings', act: open, narrow: true },
  {
    name: '23-versions-unknown',
    section: 'versions',
    view: shown({ unknown: ['napcat', 'koishi'], services: versions().services.slice(1), policy: 'night' }),
    page: 'settings',
    act: open,
  },
  { name: '23-version-offered', view: shown(), narrow: true },
  {
    name: '23-version-pulling',
    view: shown({
      update: {
        ...update,
        phase: 'pulling',
        progress: { doneBytes: 212e6, totalBytes: 611e6, bytesPerSecond: 5.2e6, etaMs: 76_000 },
      },
    }),
    narrow: true,
  },
  { name: '23-version-proving', view: shown({ update: { ...update, phase: 'proving' } }) },
  { name: '23-version-returning', view: shown({ update: { ...update, phase: 'returning' } }) },
  {
    name: '23-version-returned',
    view: shown({
      services: versions().services.map(({ offer: _, ...row }) => row),
      last: {
        service: 'napcat',
        from: napcat,
        to: newer,
        at: NOW - 60_000,
        result: 'returned',
        diagnosis: {
          code: 'updateNotUp',
          params: { product: 'NapCat' },
          evidence: ['it ended with exit code 1 and was restarted'],
        },
      },
    }),
    narrow: true,
  },
];
