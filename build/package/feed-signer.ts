import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Signs feeds, so that installed apps believe them wherever they got them from. */
export interface FeedSigner {
  /** What apps are given to check with: Ed25519, SPKI, base64. */
  publicKey: string;
  /** Puts a signature beside each feed in a folder. */
  signFeeds(folder: string): Promise<void>;
}

const FEED = /^(?:latest|beta).*\.yml$/;

/** @param privateKey Ed25519, PEM; undefined when there is none to sign with */
export function createFeedSigner(privateKey: string | undefined): FeedSigner | undefined {
  if (!privateKey) return undefined;
  const key = createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('UPDATE_SIGNING_KEY is no Ed25519 key');
  return {
    publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
    async signFeeds(folder) {
      for (const name of (await readdir(folder)).filter((one) => FEED.test(one))) {
        const path = join(folder, name);
        await writeFile(`${path}.sig`, sign(null, await readFile(path), key).toString('base64'));
      }
    },
  };
}
