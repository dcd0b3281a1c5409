import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { openWithKey, sealWithKey } from './aes-gcm';
import type { SecretBox } from './secret-box';

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** OWASP's equal to N=2^17, p=1 that needs 32 MiB instead of 128 (Password Storage Cheat Sheet). */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };

/** Seals under a passphrase by scrypt. The salt stands before each value; one salt serves all of one run. */
export function createPassphraseBox(passphrase: string): SecretBox {
  const keys = new Map<string, Promise<Buffer>>();
  let saltInUse: Buffer | undefined;

  const keyFor = (salt: Buffer): Promise<Buffer> => {
    const id = salt.toString('hex');
    const known = keys.get(id) ?? deriveKey(passphrase, salt);
    keys.set(id, known);
    return known;
  };

  return {
    kind: 'scrypt',
    strength: 'strong',
    async seal(text) {
      saltInUse ??= randomBytes(SALT_BYTES);
      return Buffer.concat([saltInUse, sealWithKey(await keyFor(saltInUse), text)]);
    },
    async open(sealed) {
      const salt = Buffer.from(sealed.subarray(0, SALT_BYTES));
      const text = openWithKey(await keyFor(salt), sealed.subarray(SALT_BYTES));
      saltInUse ??= salt;
      return text;
    },
  };
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
