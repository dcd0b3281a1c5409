import type { ServiceVersion } from '../../electron/contract/service-version';

const SHORT = 7;

/** Both of two versions, told apart by their digests where only those differ. */
export function versionPair(from: ServiceVersion, to: ServiceVersion): { from: string; to: string } {
  if (from.version !== to.version) return { from: from.version, to: to.version };
  if (from.plugins !== to.plugins)
    return { from: withMark(from, from.plugins), to: withMark(to, to.plugins) };
  return { from: withMark(from, shortDigest(from.digest)), to: withMark(to, shortDigest(to.digest)) };
}

export function shortDigest(digest: string | undefined): string | undefined {
  return digest?.replace('sha256:', '').slice(0, SHORT);
}

function withMark({ version }: ServiceVersion, mark: string | undefined): string {
  return mark === undefined ? version : `${version} (${mark})`;
}
