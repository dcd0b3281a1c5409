import { EngineError } from './engine';

/** An image's name, taken apart. `host` and `path` are never short forms. */
export interface ImageReference {
  /** `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  host: string;
  /** `koishijs/koishi`, `library/busybox`. */
  path: string;
  /** Undefined only where a digest stands alone. */
  tag: string | undefined;
  /** `sha256:…` */
  digest: string | undefined;
}

export const DOCKER_HUB = 'docker.io';

const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}$/;

/**
 * Reads a name as Docker does: no host means Docker Hub, no folder there means `library/`, no tag and no digest
 * mean `latest`. Throws EngineError `badRequest` where Docker would.
 */
export function parseImageReference(text: string): ImageReference {
  const [named = '', digest, ...more] = text.split('@');
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(0, slash));
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const rest = isHost ? named.slice(slash + 1) : named;
  const colon = rest.indexOf(':');
  const shortPath = colon < 0 ? rest : rest.slice(0, colon);
  const host = isHost ? hubAlias(first) : DOCKER_HUB;
  const path = host === DOCKER_HUB && !shortPath.includes('/') ? `library/${shortPath}` : shortPath;
  const tag = colon < 0 ? (digest ? undefined : 'latest') : rest.slice(colon + 1);
  const valid =
    more.length === 0 &&
    HOST.test(host) &&
    PATH.test(path) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  if (!valid) throw new EngineError('badRequest', `invalid reference format: ${text}`, 400);
  return { host, path, tag, digest };
}

/** The full name: `docker.io/library/busybox:1`. With a tag the digest is left out, as a name has room for one. */
export function formatImageReference({ host, path, tag, digest }: ImageReference): string {
  return tag === undefined ? `${host}/${path}@${digest}` : `${host}/${path}:${tag}`;
}

/**
 * The name under which a mirror (`host[:port][/folder]`) offers the image. `docker.io` as a mirror changes nothing.
 * Images of other registries than Docker Hub keep their host as a folder (`m.daocloud.io/ghcr.io/…`): without it a
 * mirror of the Hub would give whatever a stranger has put there under the same path.
 */
export function viaMirror(reference: ImageReference, mirror: string): string {
  if (mirror === DOCKER_HUB) return formatImageReference(reference);
  const path = reference.host === DOCKER_HUB ? reference.path : `${reference.host}/${reference.path}`;
  const host = reference.host === DOCKER_HUB ? mirror : mirror.replace(/\/docker\.io$/, '');
  return formatImageReference({ ...reference, host, path });
}

function hubAlias(host: string): string {
  return host === 'index.docker.io' ? DOCKER_HUB : host;
}
