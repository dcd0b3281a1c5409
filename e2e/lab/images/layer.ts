import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../engine/command';
import { type PackedLayer, packLayer } from '../engine/publish-image';
import { cachedFolder } from '../lab-cache';

/** A layer whose files `layOut` puts below an empty root folder; made once for each set of ingredients. */
export async function ensureLayer(
  name: string,
  ingredients: readonly unknown[],
  layOut: (root: string) => Promise<void>,
): Promise<PackedLayer> {
  const folder = await cachedFolder(`layer-${name}`, ingredients, async (draft) => {
    const [root, tar] = [join(draft, 'root'), join(draft, 'layer.tar')];
    await mkdir(root);
    await layOut(root);
    await command('tar', [
      ...['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'],
      ...['-C', root, '-cf', tar, '.'],
    ]);
    const { gzip, diffId } = packLayer(await readFile(tar));
    await writeFile(join(draft, 'layer.tar.gz'), gzip);
    await writeFile(join(draft, 'diff-id'), diffId);
    await rm(root, { recursive: true });
    await rm(tar);
  });
  const [gzip, diffId] = await Promise.all([
    readFile(join(folder, 'layer.tar.gz')),
    readFile(join(folder, 'diff-id'), 'utf8'),
  ]);
  return { gzip, diffId };
}
