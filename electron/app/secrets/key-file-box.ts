import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, tempFor } from '../../lib/atomic-file';
import { moveAside } from '../../lib/move-aside';
import { openWithKey, sealWithKey } from './aes-gcm';
import type { SecretBox } from './secret-box';

const KEY_BYTES = 32;

/** Where the key lies unless the user says otherwise: never in the data directory, which people copy around. */
export function defaultKeyFile(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'BotPier', 'secret.key');
  }
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'botpier', 'secret.key');
}

/**
 * Seals under a random key in a file of its own (0600), made at the first use. It keeps secrets out of copies
 * of the data directory, not from somebody who reads all of the user's files.
 */
export function createKeyFileBox(path: string): SecretBox {
  return {
    kind: 'keyfile',
    strength: 'weak',
    async seal(text) {
      return sealWithKey((await readKey(path)) ?? (await makeKey(path)), text);
    },
    async open(sealed) {
      const key = await readKey(path);
      if (!key) throw new Error('the key file is missing or damaged');
      return openWithKey(key, sealed);
    },
  };
}

/** Undefined when there is no such file or it holds no key. */
async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const key = await readFile(path);
    return key.length === KEY_BYTES ? key : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Never replaces a key: of two processes that make one at once, both use the first. */
async function makeKey(path: string): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY_BYTES);
  const temp = tempFor(path, randomBytes(8).toString('hex'));
  try {
    await writeFile(temp, key, { mode: 0o600, flush: true });
    await link(temp, path);
    return key;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(temp, { force: true });
  }
  const theirs = await readKey(path);
  if (theirs) return theirs;
  await moveAside(path, Date.now());
  return makeKey(path);
}
