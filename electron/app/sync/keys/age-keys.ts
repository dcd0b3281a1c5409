import { createHmac, hkdfSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Sha256 } from '../../../contract/snapshot';

/** An identity in age's own words (`AGE-SECRET-KEY-1…`), and what is sealed for it (`age1…`). */
export interface AgeKey {
  identity: string;
  recipient: string;
}

export async function createAgeKey(): Promise<AgeKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Also for a key that was written down: spaces, line breaks and lower case do not matter. Undefined for what is none. */
export async function readAgeKey(text: string): Promise<AgeKey | undefined> {
  const identity = text.replace(/\s+/g, '').toUpperCase();
  if (!/^AGE-SECRET-KEY-1[0-9A-Z]+$/.test(identity)) return undefined;
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch {
    return undefined;
  }
}

/** Seals for all of `recipients`; each time differently. */
export async function seal(
  content: AsyncIterable<Uint8Array>,
  recipients: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return await encrypter.encrypt(asWebStream(content));
}

export async function sealText(text: string, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return await encrypter.encrypt(text);
}

/** Undefined when the identity does not open it. What was changed on its way breaks off with an error. */
export async function unseal(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  identity: string,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(asWebStream(content));
  } catch (error) {
    if (isForOthers(error)) return undefined;
    throw error;
  }
}

/** Undefined when the identity does not open it. @throws when it was changed. */
export async function unsealText(sealed: Uint8Array, identity: string): Promise<string | undefined> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(sealed, 'text');
  } catch (error) {
    if (isForOthers(error)) return undefined;
    throw error;
  }
}

/**
 * Stands for a plaintext in a manifest: tells whether two are the same, and to whoever has not the identity nothing else.
 * A bare sum would let them try what is short or well known.
 */
export function createFileSums(identity: string): (sha256: Sha256) => string {
  const key = Buffer.from(hkdfSync('sha256', identity, 'botpier', 'sums of encrypted files', 32));
  return (sha256) => createHmac('sha256', key).update(Buffer.from(sha256, 'hex')).digest('hex');
}

function isForOthers(error: unknown): boolean {
  return error instanceof Error && /no identity matched/i.test(error.message);
}

function asWebStream(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  return Readable.toWeb(
    Readable.from(content, { objectMode: false, highWaterMark: 256 * 1_024 }),
  ) as ReadableStream<Uint8Array>;
}
