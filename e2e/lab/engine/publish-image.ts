import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
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

/** A layer as a registry keeps it: a gzipped tar, and the digest of the tar itself. */
export interface PackedLayer {
  gzip: Uint8Array;
  /** `sha256:…` */
  diffId: string;
}

export interface PackedImage {
  repository: string;
  tag: string;
  layers: readonly PackedLayer[];
  architecture?: 'amd64' | 'arm64';
  /** What `docker inspect` shows as `Config`: `Env`, `Cmd`, `Volumes`… */
  config?: Readonly<Record<string, unknown>>;
}

/**
 * Puts an image into a registry's storage folder, with no engine and no network: an engine that is to pull it
 * has certainly never seen it. Answers the manifest's digest.
 */
export async function publishImage(storage: string, image: PublishedImage): Promise<string> {
  const layers = image.layers.map(async (bytes, index) => packLayer(await tarOf(`layer-${index}`, bytes)));
  return publishPackedImage(storage, { ...image, layers: await Promise.all(layers) });
}

export function packLayer(tar: Uint8Array): PackedLayer {
  return { gzip: gzipSync(tar, { level: 1 }), diffId: `sha256:${sha256(tar)}` };
}

/** The same for layers packed beforehand and an image that can be run. */
export async function publishPackedImage(storage: string, image: PackedImage): Promise<string> {
  const root = join(storage, 'docker/registry/v2');
  const home = join(root, 'repositories', image.repository);

  async function blob(bytes: Uint8Array): Promise<{ digest: string; size: number }> {
    const hex = sha256(bytes);
    const data = join(root, 'blobs/sha256', hex.slice(0, 2), hex, 'data');
    if (!existsSync(data)) await write(data, bytes);
    await write(join(home, '_layers/sha256', hex, 'link'), `sha256:${hex}`);
    return { digest: `sha256:${hex}`, size: bytes.length };
  }

  const layers = await Promise.all(
    image.layers.map(async ({ gzip }) => ({ mediaType: LAYER, ...(await blob(gzip)) })),
  );
  const config = await blob(
    Buffer.from(
      JSON.stringify({
        architecture: image.architecture ?? (process.arch === 'arm64' ? 'arm64' : 'amd64'),
        os: 'linux',
        config: image.config ?? {},
        rootfs: { type: 'layers', diff_ids: image.layers.map(({ diffId }) => diffId) },
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
  // What is there is whole.
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}
