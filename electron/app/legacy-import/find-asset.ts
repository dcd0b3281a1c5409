import type { StoredAsset } from '../sync/github/release-assets';
import type { LargeFile } from './read-pointer';

/**
 * The asset that holds a large file; undefined when there is none, or none that is whole. The tool's own note of it counts
 * least: GitHub changes names that are not plain, and then the tool did not find its upload again.
 */
export function findAsset(assets: Iterable<StoredAsset>, file: LargeFile): StoredAsset | undefined {
  const fitting = [...assets].filter(
    ({ state, size, digest }) =>
      state === 'uploaded' && size === file.size && (!digest || digest === `sha256:${file.sha256}`),
  );
  const signs: ((asset: StoredAsset) => boolean)[] = [
    ({ digest }) => digest !== undefined,
    ({ name }) => name === file.asset,
    ({ id }) => id === file.assetId,
    ({ name }) => name.startsWith(`${file.sha256}-`) || name.startsWith(`${file.sha256.slice(0, 12)}-`),
  ];
  for (const isSaid of signs) {
    const found = fitting.find(isSaid);
    if (found) return found;
  }
  return undefined;
}
