import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './lab-cache';
import { publishSubstitute } from './npm/publish-substitute';
import { SUBSTITUTES } from './npm/substitutes';
import { startVerdaccio, type Verdaccio } from './npm/verdaccio';

const OWN = SUBSTITUTES.map(({ name }) => name);

/**
 * An npm registry on `address` that has all the product pins: this machine's own registry, and substitutes for
 * what that lacks. `dir` is a scratch folder; fetched packages are kept in the lab's cache.
 */
export async function startNpmRegistry({
  dir,
  address,
}: {
  dir: string;
  address: string;
}): Promise<Verdaccio> {
  const storage = await cachedFolder('npm', SUBSTITUTES, async (folder) => {
    const verdaccio = await startVerdaccio({
      storage: folder,
      dir: join(dir, 'publishing'),
      address: '127.0.0.1',
      own: OWN,
    });
    try {
      for (const substitute of SUBSTITUTES) {
        const scratch = join(dir, 'packages', substitute.name);
        await mkdir(scratch, { recursive: true });
        await publishSubstitute(verdaccio.url, substitute, scratch);
      }
    } finally {
      await verdaccio.stop();
    }
  });
  return startVerdaccio({ storage, dir, address, own: OWN });
}
