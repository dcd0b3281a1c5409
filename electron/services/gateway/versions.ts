import type { KnownVersions } from '../versions';

/** The versions of Caddy that bots may run, newest first; a new bot gets the first one. */
export const CADDY_VERSIONS: KnownVersions = [
  {
    version: '2.11.4',
    image: 'docker.io/library/caddy:2.11.4-alpine',
    notes: {
      zh: 'BotPier 采用的第一个版本。',
      en: 'The first version that BotPier uses.',
    },
    link: 'https://github.com/caddyserver/caddy/releases/tag/v2.11.4',
  },
];
