import { type AssetSource, sumOf } from '../github/release-assets';

/** GitHub takes assets below 2 GiB. */
const LARGEST = 1_900 * 1_024 * 1_024;

/** The assets that a file becomes. `sha256` spares reading it where one is enough. */
export async function splitIntoParts(
  file: string,
  size: number,
  sha256: string | undefined,
  largest = LARGEST,
): Promise<AssetSource[]> {
  if (size <= largest && sha256 !== undefined) return [{ file, offset: 0, size, sha256 }];
  const parts: AssetSource[] = [];
  for (let offset = 0; offset < size || offset === 0; offset += largest) {
    const part = { file, offset, size: Math.min(largest, size - offset) };
    parts.push({ ...part, sha256: await sumOf(part) });
  }
  return parts;
}
