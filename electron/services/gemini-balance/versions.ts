import type { KnownVersions } from '../versions';

/** The versions of Gemini Balance that bots may run, newest first; a new bot gets the first one. */
export const GEMINI_BALANCE_VERSIONS: KnownVersions = [
  {
    version: '2.2.8',
    image: 'ghcr.io/snailyp/gemini-balance:2.2.8',
    notes: {
      zh: 'BotPier 采用的第一个版本。',
      en: 'The first version that BotPier uses.',
    },
    link: 'https://github.com/snailyp/gemini-balance/releases/tag/v2.2.8',
  },
];
