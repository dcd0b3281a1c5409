import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.docker.container.image.v1+json';
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export interface PublishedImage {
  /** `lab/fresh` */
  repository: string;
  tag: string;
  /** One layer each, holding one file `/layer-<n>` of these bytes. */
  layers: readonly Uint8Array[];
  architecture?: 'amd64' | 'arm64';
}

/**
 * Puts an image into a registry's storage folder, with no engine and no network: an engine that is to pull it
 * has certainly never seen it. Answers the manifest's digest.
 */
export async function publishImage(storage: string, image: PublishedImage): Promise<string> {
  const root = join(storage, 'docker/registry/v2');
  const home = join(root, 'repositories', image.repository);

  async function blob(bytes: Uint8Array): Promise<{ digest: string; size: number }> {
    const hex = sha256(bytes);
    await write(join(root, 'blobs/sha256', hex.slice(0, 2), hex, 'data'), bytes);
    await write(join(home, '_layers/sha256', hex, 'link'), `sha256:${hex}`);
    return { digest: `sha256:${hex}`, size: bytes.length };
  }

  const tars = await Promise.all(image.layers.map((bytes, index) => tarOf(`layer-${index}`, bytes)));
  const layers = await Promise.all(
    tars.map(async (tar) => ({ mediaType: LAYER, ...(await blob(gzipSync(tar))) })),
  );
  const config = await blob(
    Buffer.from(
      JSON.stringify({
        architecture: image.architecture ?? (process.arch === 'arm64' ? 'arm64' : 'amd64'),
        os: 'linux',
        config: {},
        rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
      }),
    ),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: CONFIG, ...config },
      layers,
    }),
  );
  const { digest } = await blob(manifest);
  const hex = digest.slice('sha256:'.length);
  await write(join(home, '_manifests/revisions/sha256', hex, 'link'), digest);
  await write(join(home, '_manifests/tags', image.tag, 'current/link'), digest);
  await write(join(home, '_manifests/tags', image.tag, 'index/sha256', hex, 'link'), digest);
  return digest;
}

async function tarOf(name: string, bytes: Uint8Array): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, Buffer.from(bytes));
  archive.finalize();
  return await buffer(archive);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
