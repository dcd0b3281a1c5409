import type { LegacyCalls } from '../../electron/app/legacy-import/legacy-calls';
import type { LegacyReport } from '../../electron/contract/legacy';

/** What a look at somebody's old repository answers. */
export const LEGACY_REPORT: LegacyReport = {
  repository: 'captain/astrbot-backup',
  commit: 'c0ffee'.padEnd(40, '0'),
  files: 1_284,
  bytes: 214_000_000,
  large: { files: 2, bytes: 171_000_000 },
  parts: [
    { service: 'napcat', files: 41, bytes: 6_200_000 },
    { service: 'astrbot', files: 1_240, bytes: 206_000_000 },
    { service: 'gemini-balance', files: 3, bytes: 1_800_000 },
  ],
  left: [
    { why: 'toolsOwn', files: 3, paths: ['.backup.ready', '.backup.alive', '.gitignore'] },
    { why: 'noPlace', files: 1, paths: ['home/user/nginx/admin_config.json'] },
    { why: 'notSaved', files: 1, paths: ['home/user/AstrBot/data/plugins/astrbot_plugin_memelite'] },
  ],
};

export type LegacyAnswers = Pick<LegacyCalls, 'look' | 'bringAlong'>;

export const LEGACY_ANSWERS: LegacyAnswers = {
  look: async () => LEGACY_REPORT,
  bringAlong: () => new Promise(() => {}),
};
