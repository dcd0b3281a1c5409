import { Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { passphraseIdentity, passphraseRecipient } from './age-passphrase';

const PASSPHRASE = 'vier Wörter im Hafen';
const TEXT = 'what was said';

function seal(passphrase = PASSPHRASE): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(passphraseRecipient(passphrase));
  return encrypter.encrypt(TEXT);
}

function open(sealed: Uint8Array, passphrase = PASSPHRASE): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  return decrypter.decrypt(sealed, 'text');
}

/** As the library does it by itself, with little work. */
function sealByLibrary(): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(10);
  return encrypter.encrypt(TEXT);
}

/** The file with another line in its head. */
async function withStanza(line: string): Promise<Uint8Array> {
  const text = Buffer.from(await sealByLibrary()).toString('latin1');
  return Buffer.from(text.replace(/^-> scrypt .*$/m, line), 'latin1');
}

describe('a passphrase', () => {
  it('opens what it has sealed, and another one does not', async () => {
    const sealed = await seal();
    expect(await open(sealed)).toBe(TEXT);
    await expect(open(sealed, 'another')).rejects.toThrow(/no identity matched/);
    expect(Buffer.from(await seal()).equals(sealed)).toBe(false);
  });

  it('is read by age itself, and reads what age itself has sealed', async () => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(PASSPHRASE);
    expect(await decrypter.decrypt(await seal(), 'text')).toBe(TEXT);
    expect(await open(await sealByLibrary())).toBe(TEXT);
  });

  it('lets everything else go on while its key is derived', async () => {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setTimeout(count, 1);
    };
    setTimeout(count, 1);
    await seal();
    isDone = true;
    expect(turns).toBeGreaterThan(10);
  });

  it.each([
    ['more work than any computer should be asked for', '-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30'],
    ['no work', '-> scrypt AAAAAAAAAAAAAAAAAAAAAA 0'],
    ['a salt that is too short', '-> scrypt AAAA 10'],
    ['a salt written in another way', '-> scrypt AAAAAAAAAAAAAAAAAAAAAB 10'],
    ['something besides', '-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10 more'],
  ])('is not tried on a head with %s', async (_, line) => {
    await expect(open(await withStanza(line))).rejects.toThrow('not a passphrase as age writes it');
  });
});
