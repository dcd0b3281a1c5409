import { z } from 'zod';
import { type Clock, withDeadline } from '../lib/clock';
import { parseImageReference } from './image-reference';

/** Long enough for a slow line; a blocked one must not hold up the pull. */
const PATIENCE_MS = 5_000;
export const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const Token = z.object({ token: z.string() });
const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/**
 * What Docker Hub itself says the digest of one of its images is, so that what a mirror gives can be checked against
 * it. Undefined when Docker Hub cannot be reached, or does not know it, or the image is another registry's.
 * Source: the distribution API's token and manifest routes.
 */
export async function officialDigest(
  reference: string,
  ports: { fetch: typeof fetch; clock: Clock; signal?: AbortSignal },
): Promise<string | undefined> {
  const { host, path, tag } = parseImageReference(reference);
  if (host !== 'docker.io' || tag === undefined) return undefined;
  try {
    return await withDeadline(
      ports.clock,
      PATIENCE_MS,
      async (signal) => {
        const scope = encodeURIComponent(`repository:${path}:pull`);
        const granted = await ports.fetch(
          `https://auth.docker.io/token?service=registry.docker.io&scope=${scope}`,
          { signal },
        );
        const { token } = Token.parse(await granted.json());
        const manifest = await ports.fetch(`https://registry-1.docker.io/v2/${path}/manifests/${tag}`, {
          method: 'HEAD',
          headers: { accept: MANIFESTS, authorization: `Bearer ${token}` },
          redirect: 'error',
          signal,
        });
        return Digest.safeParse(manifest.headers.get('docker-content-digest')).data;
      },
      ports.signal,
    );
  } catch {
    return undefined;
  }
}
