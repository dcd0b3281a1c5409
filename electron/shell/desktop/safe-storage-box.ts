import type { SafeStorage } from 'electron';
import type { SecretBox } from '../../app/secrets/secret-box';
import { type Clock, systemClock } from '../../lib/clock';
import { retry } from '../../lib/retry';

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

/** Without a key ring Electron on Linux seals with a key that everybody knows. */
const WEAK_BACKENDS: ReadonlySet<string> = new Set(['basic_text', 'unknown']);
const BACK_OFF = { firstMs: 300, factor: 2, maxMs: 2_000, jitter: 0 };
const ATTEMPTS = 4;

/**
 * Seals with the system's key store. To be asked for only once Electron is ready.
 * @returns undefined when there is none
 */
export async function createSafeStorageBox(
  storage: Storage,
  platform: NodeJS.Platform = process.platform,
  clock: Clock = systemClock,
): Promise<SecretBox | undefined> {
  if (!(await storage.isAsyncEncryptionAvailable())) return undefined;
  const isWeak = platform === 'linux' && WEAK_BACKENDS.has(storage.getSelectedStorageBackend());
  // A key store that is just being unlocked says so: what it holds must not be given up for that.
  const again = <T>(act: () => Promise<T>) =>
    retry(act, {
      clock,
      backOff: BACK_OFF,
      attempts: ATTEMPTS,
      isWorthRetrying: (error) => /temporarily unavailable/i.test(String(error)),
    });
  /** What was sealed under a key that the store has replaced since. */
  const outdated = new WeakSet<Uint8Array>();
  return {
    kind: 'os',
    strength: isWeak ? 'weak' : 'strong',
    seal: (text) => again(() => storage.encryptStringAsync(text)),
    async open(sealed) {
      const { result, shouldReEncrypt } = await again(() => storage.decryptStringAsync(Buffer.from(sealed)));
      if (shouldReEncrypt) outdated.add(sealed);
      return result;
    },
    isOutdated: (sealed) => outdated.has(sealed),
  };
}
