import type { KnownVersions } from '../versions';
import { PLUGINS_1_4_0 } from './plugins';

/** The versions of Koishi that bots may run, newest first; a new bot gets the first one. */
export const KOISHI_VERSIONS: KnownVersions = [
  {
    version: '4.18.11',
    image: 'docker.io/koishijs/koishi:v1.16.1-lite',
    plugins: PLUGINS_1_4_0,
    notes: {
      zh: 'BotPier 采用的第一个版本，配 ChatLuna 1.4.0。',
      en: 'The first version that BotPier uses, with ChatLuna 1.4.0.',
    },
    link: 'https://github.com/koishijs/koishi/releases',
  },
];
