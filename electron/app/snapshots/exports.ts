import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BotId } from '../../contract/ids';
import { type ExportedFile, ExportName } from '../../contract/snapshot';
import type { SecretStore } from '../secrets/secret-store';
import type { ObjectStore } from './object-store';
import { writeSnapshotFile } from './snapshot-file';
import type { SnapshotShelf } from './snapshot-shelf';
import type { UnderWay } from './snapshot-tasks';
import type { Snapshots } from './snapshots-calls';

/** Bots saved as one file: in `exports` of the data directory, or wherever somebody wants it. */
export interface Exports {
  write(bot: BotId, wish: Parameters<Snapshots['exportFile']>[1], under: UnderWay): Promise<ExportedFile>;
  find: Snapshots['findExport'];
}

export function createExports(options: {
  folder: string;
  shelf: SnapshotShelf;
  objects: ObjectStore;
  secrets: SecretStore;
}): Exports {
  const { folder, shelf, objects, secrets } = options;
  return {
    async write(bot, wish, under) {
      const manifest = await shelf.load(bot, wish.snapshot);
      const name = ExportName.parse(`${bot}-${wish.snapshot}.botpier`);
      const isOurs = wish.path === undefined;
      const path = wish.path ?? join(folder, name);
      const { passphrase } = wish;
      const written = await writeSnapshotFile({
        ...{ manifest, objects, secrets, path, replaces: isOurs, passphrase },
        ...under,
      });
      return isOurs ? { ...written, name } : written;
    },
    async find(name) {
      const path = join(folder, ExportName.parse(name));
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() ? { path, bytes: found.size } : undefined;
    },
  };
}
