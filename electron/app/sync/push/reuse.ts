import { isWhole, type StoredAsset } from '../github/release-assets';
import type { AssetPart } from '../tree/sync-manifest';
import { BUNDLE_PATH, layOut } from '../tree/tree-layout';
import type { Base } from './push-run';

/** What the last saved state already has, by the sum that stands for a file: SHA-256, or HMAC of an encrypted one. */
export interface Reuse {
  blob(sum: string): string | undefined;
  /** Only where every one of them is whole in the release. */
  parts(sum: string): AssetPart[] | undefined;
  bundle(sum: string): string | undefined;
}

export function createReuse(
  base: Base | undefined,
  recipients: readonly string[],
  present: ReadonlyMap<string, StoredAsset>,
): Reuse {
  const blobs = new Map<string, string>();
  const parts = new Map<string, AssetPart[]>();
  if (!base) return { blob: () => undefined, parts: () => undefined, bundle: () => undefined };
  const { header, entries } = base.manifest;
  // Sealed for somebody else, it would not open for who may read it now.
  const isSealedForUs = header.recipients.join() === recipients.join();
  for (const { file, path } of layOut(entries)) {
    const sum = file.hmac ?? file.sha256;
    const blob = base.tree.get(path);
    if (sum === undefined || blob === undefined || (file.hmac !== undefined && !isSealedForUs)) continue;
    if (!file.parts) blobs.set(sum, blob);
    else if (file.parts.every(({ asset, size }) => isWhole(present.get(asset), { sha256: asset, size })))
      parts.set(sum, file.parts);
  }
  const bundle = isSealedForUs ? base.tree.get(BUNDLE_PATH) : undefined;
  return {
    blob: (sum) => blobs.get(sum),
    parts: (sum) => parts.get(sum),
    bundle: (sum) => (sum === header.bundle ? bundle : undefined),
  };
}
