import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What packing adds to the app's manifest: the public half of the key that signs feeds (Ed25519, SPKI, base64). */
const Manifest = z.object({ updateKey: z.string().optional() });

/** The key that came with this copy of the app; undefined when it was packed without one. */
export async function readFeedKey(appPath: string): Promise<string | undefined> {
  return Manifest.parse(JSON.parse(await readFile(join(appPath, 'package.json'), 'utf8'))).updateKey;
}

/** Whether a feed's text was signed by the holder of the key; the signature is base64. */
export function isSignedBy(key: string | undefined, text: string, signature: string): boolean {
  if (key === undefined) return false;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature.trim(), 'base64'));
  } catch {
    return false;
  }
}
