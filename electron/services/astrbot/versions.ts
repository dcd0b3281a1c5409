import type { KnownVersions } from '../versions';

/** The versions of AstrBot that bots may run, newest first; a new bot gets the first one. */
export const ASTRBOT_VERSIONS: KnownVersions = [
  {
    version: '4.27.4',
    image: 'docker.io/soulter/astrbot:v4.27.4',
    notes: {
      zh: 'BotPier 采用的第一个版本。',
      en: 'The first version that BotPier uses.',
    },
    link: 'https://github.com/AstrBotDevs/AstrBot/releases/tag/v4.27.4',
  },
];
