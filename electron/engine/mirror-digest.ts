import { z } from 'zod';
import { type Clock, withDeadline } from '../lib/clock';
import { DOCKER_HUB, type ImageReference, parseImageReference, viaMirror } from './image-reference';
import { registryUrls } from './mirror-speed';
import { MANIFESTS } from './official-digest';

/** Long enough for a slow line; the next mirror may be a better one. */
const PATIENCE_MS = 8_000;

const Token = z.union([
  z.object({ token: z.string() }).transform(({ token }) => token),
  z.object({ access_token: z.string() }).transform((answer) => answer.access_token),
]);
const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/**
 * What the first mirror that answers says the digest of an image is; for an image of another registry than Docker Hub
 * that registry is asked first. Undefined when nobody says. It is hearsay, good enough to know that there is something
 * new: what is pulled by it is that image and no other.
 */
export async function mirrorDigest(
  reference: string,
  mirrors: readonly string[],
  ports: { fetch: typeof fetch; clock: Clock; signal?: AbortSignal },
): Promise<string | undefined> {
  const wanted = parseImageReference(reference);
  const own = wanted.host === DOCKER_HUB ? [] : [`https://${wanted.host}/v2/${wanted.path}`];
  const others = mirrors.filter((mirror) => mirror !== DOCKER_HUB);
  for (const base of [...own, ...others.flatMap((mirror) => repositoriesOf(wanted, mirror))]) {
    ports.signal?.throwIfAborted();
    const digest = await withDeadline(
      ports.clock,
      PATIENCE_MS,
      (signal) => ask(`${base}/manifests/${wanted.tag}`, ports.fetch, signal),
      ports.signal,
    ).catch(() => undefined);
    if (digest !== undefined) return digest;
  }
  return undefined;
}

/** Where a mirror may have the image: the place that `viaMirror` names. */
function repositoriesOf(wanted: ImageReference, mirror: string): string[] {
  const { host, path } = parseImageReference(viaMirror(wanted, mirror));
  return registryUrls(host).map((url) => `${url}${path}`);
}

async function ask(url: string, fetch: typeof globalThis.fetch, signal: AbortSignal) {
  const head = (token?: string) =>
    fetch(url, {
      method: 'HEAD',
      headers: { accept: MANIFESTS, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      signal,
    });
  const first = await head();
  const answer =
    first.status === 401
      ? await head(await tokenFor(first.headers.get('www-authenticate') ?? '', fetch, signal))
      : first;
  return answer.ok ? Digest.safeParse(answer.headers.get('docker-content-digest')).data : undefined;
}

/** Whoever may pull without an account gets a token where the challenge says. */
async function tokenFor(
  challenge: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<string> {
  const values = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const realm = new URL(values.get('realm') ?? '');
  if (realm.protocol !== 'https:') throw new Error('a token is asked for in the clear');
  for (const name of ['service', 'scope']) {
    const value = values.get(name);
    if (value !== undefined) realm.searchParams.set(name, value);
  }
  return Token.parse(await (await fetch(realm, { signal })).json());
}
