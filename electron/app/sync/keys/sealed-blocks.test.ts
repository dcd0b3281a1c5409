import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAgeKey } from './age-keys';
import { createBlockSalt, sealBlocks, unsealBlocks } from './sealed-blocks';

const SEALED_BLOCK = 4_096 + 16;

const { identity } = await createAgeKey();
const salt = createBlockSalt();

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(pieces));
}

/** As a disk or a line hands it on: in pieces that fit nothing. */
function unevenly(content: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, size = 1; at < content.length; at += size, size = (size * 7) % 65_537)
    pieces.push(content.subarray(at, at + size));
  return pieces;
}

function changedBlocks(one: Buffer, other: Buffer): number[] {
  return Array.from({ length: Math.ceil(other.length / SEALED_BLOCK) }, (_, index) => index).filter(
    (index) => {
      const [from, to] = [index * SEALED_BLOCK, (index + 1) * SEALED_BLOCK];
      return !one.subarray(from, to).equals(other.subarray(from, to));
    },
  );
}

describe('sealed blocks', () => {
  it.each([0, 1, 4_095, 4_096, 4_097, 64 * 4_096, 64 * 4_096 + 1, 1_000_000])(
    'give %i bytes back',
    async (size) => {
      const content = randomBytes(size);
      const sealed = await all(sealBlocks(unevenly(content), identity, salt));
      expect(sealed).toHaveLength(size + 16 * Math.ceil(size / 4_096));
      if (size > 8) expect(sealed.includes(content.subarray(0, 8))).toBe(false);
      expect((await all(unsealBlocks(unevenly(sealed), identity, salt))).equals(content)).toBe(true);
    },
  );

  it('change where the content does, and nowhere else', async () => {
    const content = randomBytes(300_000);
    const other = Buffer.concat([content, randomBytes(10)]);
    other[100_000] = (other[100_000] ?? 0) ^ 1;
    const [before, after] = [
      await all(sealBlocks([content], identity, salt)),
      await all(sealBlocks([other], identity, salt)),
    ];
    expect(changedBlocks(before, after)).toEqual([Math.floor(100_000 / 4_096), Math.floor(300_000 / 4_096)]);
  });

  it('are alike neither within a file nor in two files', async () => {
    const content = Buffer.alloc(20_480);
    const one = await all(sealBlocks([content], identity, salt));
    const other = await all(sealBlocks([content], identity, createBlockSalt()));
    const blocks = [one, other].flatMap((sealed) =>
      Array.from({ length: 5 }, (_, index) =>
        sealed.subarray(index * SEALED_BLOCK, (index + 1) * SEALED_BLOCK).toString('hex'),
      ),
    );
    expect(new Set(blocks).size).toBe(10);
  });

  it('break off when they were changed, moved, or sealed by another key', async () => {
    const sealed = await all(sealBlocks([randomBytes(20_000)], identity, salt));
    const changed = Buffer.from(sealed);
    changed[5_000] = (changed[5_000] ?? 0) ^ 1;
    const first = sealed.subarray(0, SEALED_BLOCK);
    const second = sealed.subarray(SEALED_BLOCK, 2 * SEALED_BLOCK);
    const moved = Buffer.concat([second, first, sealed.subarray(2 * SEALED_BLOCK)]);
    for (const wrong of [changed, moved, sealed.subarray(0, 5_000)])
      await expect(all(unsealBlocks([wrong], identity, salt))).rejects.toThrow();
    const stranger = await createAgeKey();
    await expect(all(unsealBlocks([sealed], stranger.identity, salt))).rejects.toThrow();
    await expect(all(unsealBlocks([sealed], identity, createBlockSalt()))).rejects.toThrow();
  });
});
