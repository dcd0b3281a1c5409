import type { SnapshotEntry } from '../../../contract/snapshot';
import { isWhole, type StoredAsset } from '../github/release-assets';
import type { AssetPart } from '../tree/sync-manifest';
import { BUNDLE_PATH, layOut } from '../tree/tree-layout';
import type { Base } from './push-run';

type FilePlace = Pick<SnapshotEntry, 'service' | 'volume' | 'path' | 'bytes'>;

export interface KnownBlob {
  id: string;
  /** Of a file that is encrypted block by block. */
  salt: string | undefined;
}

/** What the last saved state already has, by the sum that stands for a file: SHA-256, or HMAC of an encrypted one. */
export interface Reuse {
  blob(sum: string): KnownBlob | undefined;
  /** With what the file in this place was encrypted block by block. */
  salt(place: FilePlace): string | undefined;
  /** Only where every one of them is whole in the release. */
  parts(sum: string): AssetPart[] | undefined;
  bundle(sum: string): string | undefined;
}

export function createReuse(
  base: Base | undefined,
  recipients: readonly string[],
  present: ReadonlyMap<string, StoredAsset>,
): Reuse {
  const blobs = new Map<string, KnownBlob>();
  const salts = new Map<string, string>();
  const parts = new Map<string, AssetPart[]>();
  if (!base)
    return { blob: () => undefined, salt: () => undefined, parts: () => undefined, bundle: () => undefined };
  const { header, entries } = base.manifest;
  // Sealed for somebody else, it would not open for who may read it now.
  const isSealedForUs = header.recipients.join() === recipients.join();
  for (const { file, path } of layOut(entries)) {
    const sum = file.hmac ?? file.sha256;
    const blob = base.tree.get(path);
    if (file.blocks !== undefined && isSealedForUs) salts.set(keyOf(file), file.blocks);
    if (sum === undefined || blob === undefined || (file.hmac !== undefined && !isSealedForUs)) continue;
    if (!file.parts) blobs.set(sum, { id: blob, salt: file.blocks });
    else if (file.parts.every(({ asset, size }) => isWhole(present.get(asset), { sha256: asset, size })))
      parts.set(sum, file.parts);
  }
  const bundle = isSealedForUs ? base.tree.get(BUNDLE_PATH) : undefined;
  return {
    blob: (sum) => blobs.get(sum),
    salt: (place) => salts.get(keyOf(place)),
    parts: (sum) => parts.get(sum),
    bundle: (sum) => (sum === header.bundle ? bundle : undefined),
  };
}

function keyOf({ service, volume, path, bytes }: FilePlace): string {
  return JSON.stringify([service, volume, path, bytes]);
}
