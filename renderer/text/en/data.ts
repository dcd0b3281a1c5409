import type { Shape } from '../shape';
import type * as zh from '../zh/data';

export const data: Shape<typeof zh.data> = {
  folder: 'Where the data lies',
  folderLine:
    "Settings, the bots' records and the sealed secrets are in this folder; talks and sign-ins are in Docker.",
  open: 'Open the folder',
  export: 'Save the settings to a file',
  exportLine: 'A file to take to another computer. No key and no token is in it.',
  exportButton: 'Save to a file',
  import: 'Read settings from a file',
  importLine: 'Takes files that BotPier saved; from any other not a single setting is changed.',
  importButton: 'Choose a file',
  remove: 'Take {{name}} down',
  removeLine: 'Its data may stay or go too; before it goes you are asked twice.',
  removeButton: 'Take down',
};
