import type { SecretsView } from '../../electron/contract/secrets';
import type { Scene } from './scene';
import { ALL_OK, appView, botView, NOW } from './views';

const bot = botView(ALL_OK);
const kept = (change: Partial<SecretsView>): SecretsView => ({
  keeping: 'plain',
  locked: false,
  choices: ['plain', 'passphrase', 'memory'],
  asks: false,
  enterAgain: [],
  ...change,
});
const asking = appView([bot], {
  secrets: kept({ asks: true }),
  notices: [{ id: 'weakSecrets {}', at: NOW, code: 'weakSecrets', params: {} }],
});

export const SECRETS_SCENES: readonly Scene[] = [
  { name: '18-secrets-notice', view: asking, narrow: true },
  {
    name: '18-secrets-choose',
    dialog: 'secrets/keeping-dialog',
    view: asking,
    act: async (page) => {
      await page.locator('.notice button').first().click();
      await page.locator('.keeping .choice').nth(1).click();
      await page.locator('input[type=password]').first().fill('a sentence');
    },
    narrow: true,
  },
  {
    name: '18-secrets-unlock',
    view: appView([], { secrets: kept({ keeping: 'passphrase', locked: true }) }),
    narrow: true,
  },
  {
    name: '18-secrets-lost',
    section: 'secrets',
    view: appView([bot], {
      secrets: kept({
        keeping: 'system',
        choices: ['system', 'passphrase', 'memory'],
        enterAgain: [
          { kind: 'modelKey', bot: bot.id, name: bot.name },
          { kind: 'channel', channel: 'mail0001', name: 'QQ 邮箱' },
          { kind: 'proxyPassword' },
        ],
      }),
    }),
    page: 'settings',
    act: (page) => page.locator('.settings-nav [data-section=secrets]').click(),
    narrow: true,
  },
];
