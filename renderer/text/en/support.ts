import type { Shape } from '../shape';
import type * as zh from '../zh/support';

export const support: Shape<typeof zh.support> = {
  make: 'Make a report',
  aboutLine:
    'To ask somebody for help, save what happened in one file. Keys and passwords are not in it, and you see all of it first.',
  title: 'Report',
  line: 'For whoever helps you. Keys, passwords and sign-ins are taken out. It is sent to nobody: you save a file and decide who gets it.',
  mask: 'Mask QQ numbers and mail addresses',
  maskLine: 'They become [person 1] and so on, the same one each time.',
  unmasked: 'QQ numbers and mail addresses will be in it as they are.',
  gathering: 'Gathering…',
  files: 'Files of the report',
  take: 'Put in: {{name}}',
  file: {
    about: 'Versions and system',
    settings: 'Settings',
    troubles: 'What failed lately',
    update: 'Updates',
    chain: 'The chain',
    containers: 'Containers',
    log: 'Log of {{name}}',
  },
  chats: 'Logs may hold what people wrote. Have a look, and untick what you would rather keep.',
  save: 'Save these {{count}} files',
  saved: 'Saved: {{name}}',
};
