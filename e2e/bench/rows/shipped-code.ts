import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedFiles } from '../../../build/package/shipped-files';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { buildEmptyPage } from '../stage/pages';

const ROOT = join(import.meta.dirname, '../../..');

/** Everything that a package carries besides Electron itself. */
export const shippedCode: Row = {
  name: 'shipped-code',
  unit: 'MB',
  peer: 'empty Vite + Mantine page, built',
  mark: { kind: 'value', atMost: 12 },
  async measure(stage) {
    const empty = await buildEmptyPage(stage);
    const weigh = async (folder: string, files: readonly string[]) => {
      const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
      return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
    };
    return await interleave(
      async () => weigh(ROOT, await shippedFiles(ROOT)),
      async () => weigh(empty.folder, empty.files),
      { warmUps: 0 },
    );
  },
};
