import { expect, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { createSafeStorageBox } from './safe-storage-box';

type Backend = 'basic_text' | 'gnome_libsecret' | 'kwallet6' | 'unknown';

/** A key store that only turns texts round; `busy` times it asks to be tried again. */
function createStorage({ available = true, backend = 'gnome_libsecret' as Backend, busy = 0 } = {}) {
  const turn = (text: string) => [...text].reverse().join('');
  const beBusy = () => {
    if (busy-- > 0) throw new Error('Encryption is temporarily unavailable. Please try again.');
  };
  return {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend,
    async encryptStringAsync(text: string) {
      beBusy();
      return Buffer.from(turn(text));
    },
    async decryptStringAsync(sealed: Buffer) {
      beBusy();
      return { result: turn(sealed.toString()), shouldReEncrypt: false };
    },
  };
}

test('what it sealed it opens', async () => {
  const box = await createSafeStorageBox(createStorage(), 'linux');
  const sealed = (await box?.seal('密钥')) ?? new Uint8Array();
  expect(Buffer.from(sealed).toString()).toBe('钥密');
  expect(await box?.open(sealed)).toBe('密钥');
});

test.each([
  ['linux', 'gnome_libsecret', 'strong'],
  ['linux', 'basic_text', 'weak'],
  ['linux', 'unknown', 'weak'],
  ['win32', 'unknown', 'strong'],
  ['darwin', 'unknown', 'strong'],
] as const)('on %s with %s it is %s', async (platform, backend, strength) => {
  expect((await createSafeStorageBox(createStorage({ backend }), platform))?.strength).toBe(strength);
});

test('a key store that is being unlocked is asked again, not for ever', async () => {
  const clock = createManualClock();
  const open = async (busy: number) => {
    const box = await createSafeStorageBox(createStorage({ busy }), 'linux', clock);
    const opened = box?.open(Buffer.from('ba')).catch(String);
    await clock.advance(10_000);
    return opened;
  };
  expect(await open(3)).toBe('ab');
  expect(await open(4)).toMatch(/temporarily unavailable/);
});

test('where there is no key store there is no box', async () => {
  expect(await createSafeStorageBox(createStorage({ available: false }), 'linux')).toBeUndefined();
});
