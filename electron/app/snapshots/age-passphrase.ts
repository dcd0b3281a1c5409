import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { type Identity, type Recipient, Stanza } from 'age-encryption';

const KIND = 'scrypt';
const LABEL = Buffer.from('age-encryption.org/v1/scrypt');
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** What age itself takes, to the base 2: a quarter of a gigabyte of memory for a moment. */
const WORK = 18;
/** A file that asks for more would take more memory than a computer may have. */
const MOST_WORK = 20;
const BLOCK = 8;
/** Each key seals one file key alone. */
const NONCE = new Uint8Array(12);

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

function keyOf(passphrase: string, salt: Buffer, work: number): Promise<Buffer> {
  const cost = 2 ** work;
  // Half of it is what scrypt needs; its bounds are checked against a little more than that.
  const maxmem = 2 * 128 * BLOCK * cost;
  return derive(passphrase, Buffer.concat([LABEL, salt]), KEY_BYTES, { N: cost, r: BLOCK, p: 1, maxmem });
}

/**
 * Seals for whoever knows the passphrase; has to be the only recipient. By https://age-encryption.org/v1 ("The scrypt
 * recipient type"), with the key derived off the main thread: age-encryption's own derives it there, which holds up windows
 * and tray.
 */
export function passphraseRecipient(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES);
      const key = await keyOf(passphrase, salt, WORK);
      const args = [KIND, unpadded(salt), String(WORK)];
      return [new Stanza(args, chacha20poly1305(key, NONCE).encrypt(fileKey))];
    },
  };
}

/** Opens what was sealed with the passphrase, by age too. Rejects when the head is none that age writes. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const mine = stanzas.find(({ args }) => args[0] === KIND);
      if (!mine) return null;
      const [, saltText = '', workText = ''] = mine.args;
      const salt = Buffer.from(saltText, 'base64');
      const isRight =
        stanzas.length === 1 &&
        mine.args.length === 3 &&
        salt.length === SALT_BYTES &&
        unpadded(salt) === saltText &&
        /^[1-9]\d?$/.test(workText) &&
        Number(workText) <= MOST_WORK &&
        mine.body.length === 32;
      if (!isRight) throw new Error('not a passphrase as age writes it');
      const key = await keyOf(passphrase, salt, Number(workText));
      try {
        return chacha20poly1305(key, NONCE).decrypt(mine.body);
      } catch {
        return null;
      }
    },
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
