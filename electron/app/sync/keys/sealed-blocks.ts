import { hkdfSync, randomBytes } from 'node:crypto';
import { gcmsiv } from '@noble/ciphers/aes.js';

/** SQLite's pages lie in a file at multiples of this. */
const BLOCK = 4_096;
const TAG = 16;
/** So much at a time, after which others have their turn. */
const TURN_BLOCKS = 64;
/** Below this a file is sent whole in less than what its blocks would spare. */
export const LEAST_BLOCKS_BYTES = 128 * 1_024;

/** Marks one file for all its states: blocks of two files are never alike, those of two states of one are. */
export function createBlockSalt(): string {
  return randomBytes(16).toString('hex');
}

/**
 * Encrypts a file block by block (AES-256-GCM-SIV, RFC 8452, the block's number as its nonce), so that a block that stayed
 * as it was stays so encrypted too, and git sends only what changed. To whoever has no key it tells which blocks changed
 * between two states, and nothing else. Each block is followed by its tag of 16 bytes; the last may be shorter. Whether all
 * blocks are there is for the caller to see, by the sum of the whole.
 */
export async function* sealBlocks(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  identity: string,
  salt: string,
): AsyncGenerator<Uint8Array> {
  yield* eachBlock(content, BLOCK, keyOf(identity, salt), 'encrypt');
}

/** @throws when a block was changed, or stands in the place of another. */
export async function* unsealBlocks(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  identity: string,
  salt: string,
): AsyncGenerator<Uint8Array> {
  yield* eachBlock(content, BLOCK + TAG, keyOf(identity, salt), 'decrypt');
}

async function* eachBlock(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
  key: Uint8Array,
  act: 'encrypt' | 'decrypt',
): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const piece of inPieces(content, size * TURN_BLOCKS)) {
    const blocks: Uint8Array[] = [];
    for (let at = 0; at < piece.length; at += size) {
      const block = piece.subarray(at, at + size);
      blocks.push(gcmsiv(key, nonceOf(index))[act](block));
      index += 1;
    }
    yield Buffer.concat(blocks);
  }
}

/** The same bytes in pieces of one size, of which the last may be shorter. */
async function* inPieces(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    const all = Buffer.concat(waiting);
    const whole = all.length - (all.length % size);
    for (let at = 0; at < whole; at += size) yield all.subarray(at, at + size);
    waiting = [all.subarray(whole)];
    bytes -= whole;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

function keyOf(identity: string, salt: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', identity, Buffer.from(salt, 'hex'), 'blocks of a file', 32));
}

function nonceOf(index: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 6, 6);
  return nonce;
}
