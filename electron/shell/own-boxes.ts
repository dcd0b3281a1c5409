import { createKeyFileBox, defaultKeyFile } from '../app/secrets/key-file-box';
import { createPassphraseBox } from '../app/secrets/passphrase-box';
import type { SecretBox } from '../app/secrets/secret-box';

/** The first seals; all of them open what they sealed once. */
export type SecretBoxes = readonly [SecretBox, ...SecretBox[]];

/**
 * Where no system's key store can be had: BOTPIER_PASSPHRASE when it is set, else a key in a file of its own
 * (BOTPIER_KEY_FILE).
 */
export function ownBoxes(env: NodeJS.ProcessEnv = process.env): SecretBoxes {
  const { BOTPIER_KEY_FILE: keyFile, BOTPIER_PASSPHRASE: passphrase } = env;
  const box = createKeyFileBox(keyFile || defaultKeyFile());
  return passphrase ? [createPassphraseBox(passphrase), box] : [box];
}
