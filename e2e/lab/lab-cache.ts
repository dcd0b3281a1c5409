import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where what takes long to make is kept between runs: `BOTPIER_LAB_CACHE`, else below the temp folder. */
export function labCacheDir(): string {
  const { BOTPIER_LAB_CACHE: cache = join(tmpdir(), 'botpier-lab-cache') } = process.env;
  return cache;
}

/**
 * A folder of the cache, made once for each set of `ingredients`. `make` fills an empty folder, which takes the
 * folder's place only when it succeeded.
 */
export async function cachedFolder(
  name: string,
  ingredients: readonly unknown[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(labCacheDir(), `${name}-${shortHash(ingredients)}`);
  if (existsSync(folder)) return folder;
  await mkdir(labCacheDir(), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    await make(draft);
    await rename(draft, folder).catch((error: unknown) => {
      // Somebody else was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Twelve hexadecimal digits that stand for a value. */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
