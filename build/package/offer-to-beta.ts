import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const STABLE_FEED = /^latest(.*\.yml)$/;

/** Offers a stable version on the beta channel too: whoever chose that one gets whichever came last. */
export async function offerToBeta(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const rest = STABLE_FEED.exec(name)?.[1];
    if (rest !== undefined) await copyFile(join(folder, name), join(folder, `beta${rest}`));
  }
}
