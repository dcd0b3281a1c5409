import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { command } from '../engine/command';
import type { PackedLayer } from '../engine/publish-image';
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
    await writeFile(join(draft, 'diff-id'), await packFile(tar, `${tar}.gz`));
    await rm(root, { recursive: true });
    await rm(tar);
  });
  const [gzip, diffId] = await Promise.all([
    readFile(join(folder, 'layer.tar.gz')),
    readFile(join(folder, 'diff-id'), 'utf8'),
  ]);
  return { gzip, diffId };
}

/** Gzips a file that may be too large for memory; answers the digest of what went in. */
async function packFile(from: string, to: string): Promise<string> {
  const hash = createHash('sha256');
  const listen = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), listen, createGzip({ level: 1 }), createWriteStream(to));
  return `sha256:${hash.digest('hex')}`;
}
