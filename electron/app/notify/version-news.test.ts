import { expect, it } from 'vitest';
import type { VersionsView } from '../../contract/service-version';
import { scanning } from './test-bot-view';
import { versionNews } from './version-news';

const now = { version: '1', reference: 'docker.io/a/b:1', image: 'docker.io/a/b:1' };
const digest = `sha256:${'a'.repeat(64)}`;
const bot = (change: Partial<VersionsView>, isDismissed = false) => ({
  ...scanning(),
  versions: {
    ...scanning().versions,
    services: [
      {
        service: 'napcat' as const,
        product: 'NapCat',
        now,
        offer: {
          ...{ version: '2', digest, isRebuilt: false, isDismissed, link: 'https://example.org' },
          notes: { zh: '', en: '' },
        },
      },
    ],
    ...change,
  },
});
const last = { service: 'napcat' as const, from: now, to: now, at: 5, result: 'returned' as const };

it('tells of an offer to whoever wants to be asked, under a name of its own', () => {
  expect(versionNews(bot({}), 0)).toEqual([{ name: `abcd1234 napcat ${digest} `, kind: 'versionOffered' }]);
  expect(versionNews(bot({ policy: 'night' }), 0)).toEqual([]);
  expect(versionNews(bot({}, true), 0)).toEqual([]);
});

it('tells of an update that went back while this program ran', () => {
  expect(versionNews(bot({ policy: 'night', last }), 0)).toMatchObject([{ kind: 'updateReturned' }]);
  expect(versionNews(bot({ policy: 'night', last }), 6)).toEqual([]);
  expect(versionNews(bot({ policy: 'night', last: { ...last, result: 'done' } }), 0)).toEqual([]);
});
