import type { KnownVersions } from '../versions';

/** The versions of NapCat that bots may run, newest first; a new bot gets the first one. */
export const NAPCAT_VERSIONS: KnownVersions = [
  {
    version: '4.18.19',
    image: 'docker.io/mlikiowa/napcat-docker:v4.18.19',
    notes: {
      zh: 'BotPier 采用的第一个版本。',
      en: 'The first version that BotPier uses.',
    },
    link: 'https://github.com/NapNeko/NapCatQQ/releases/tag/v4.18.19',
  },
];
