import { z } from 'zod';
import { Sha256 } from '../../contract/snapshot';

/** A large file that the older backup tool put into a release, as the pointer in its place describes it. */
export interface LargeFile {
  /** Where it belongs in the repository: the pointer's own path without its ending. */
  path: string;
  size: number;
  sha256: Sha256;
  release: string;
  asset: string;
  /** As the tool noted it; it notes none when it did not find its own upload again. */
  assetId: number | undefined;
}

export const POINTER_ENDING = '.pointer';

/** No pointer is longer; what is, is some file of that name. */
export const LONGEST_POINTER = 16_384;

const asset = z.string().regex(/^[^/\\]{1,512}$/);
const size = z.number().int().min(1);

/** What the tool wrote until October 2025. */
const ReleaseAssetPointer = z.object({
  type: z.literal('release-asset'),
  release_tag: z.string().min(1),
  asset_name: asset,
  asset_id: z.number().int().nullish(),
  original_path: z.string(),
  size,
  sha256: Sha256,
});

/** What it wrote since. */
const LfsPointer = z.object({
  type: z.literal('lfs-pointer'),
  version: z.literal(1),
  hash: z
    .string()
    .transform((hash) => hash.replace(/^sha256:/, ''))
    .pipe(Sha256),
  size,
  filename: z.string(),
  release_tag: z.string().min(1),
  asset_name: asset,
});

const Pointer = z.discriminatedUnion('type', [ReleaseAssetPointer, LfsPointer]);

/** Reads either format. Undefined for what is neither, or speaks of another file than the one in whose place it lies. */
export function readPointer(path: string, text: string): LargeFile | undefined {
  const own = path.slice(0, -POINTER_ENDING.length);
  const pointer = Pointer.safeParse(parseJson(text)).data;
  if (!pointer) return undefined;
  const { release_tag: release, asset_name: assetName } = pointer;
  const shared = { path: own, size: pointer.size, release, asset: assetName };
  if (pointer.type === 'lfs-pointer') {
    if (pointer.filename !== own.slice(own.lastIndexOf('/') + 1)) return undefined;
    return { ...shared, sha256: pointer.hash, assetId: undefined };
  }
  if (pointer.original_path.replace(/^\.?\//, '') !== own) return undefined;
  return { ...shared, sha256: pointer.sha256, assetId: pointer.asset_id ?? undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
