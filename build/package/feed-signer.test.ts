import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSignedBy } from '../../electron/shell/desktop/update/feed-key';
import { createFeedSigner } from './feed-signer';

const newKey = (type: 'ed25519' | 'x25519' = 'ed25519') =>
  generateKeyPairSync(type as 'ed25519')
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();

test('installed apps believe what was signed, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'feeds-'));
  for (const name of ['latest.yml', 'beta-linux-arm64.yml', 'builder-debug.yml', 'BotPier.exe']) {
    await writeFile(join(folder, name), `version: 1.0.0 # 中文 ${name}\n`);
  }
  const signer = createFeedSigner(newKey());
  await signer?.signFeeds(folder);
  const signatures = (await readdir(folder)).filter((name) => name.endsWith('.sig'));
  expect(signatures.sort()).toEqual(['beta-linux-arm64.yml.sig', 'latest.yml.sig']);

  const feed = await readFile(join(folder, 'latest.yml'), 'utf8');
  const signature = await readFile(join(folder, 'latest.yml.sig'), 'utf8');
  expect(isSignedBy(signer?.publicKey, feed, signature)).toBe(true);
  expect(isSignedBy(signer?.publicKey, `${feed}\n`, signature)).toBe(false);
  expect(isSignedBy(createFeedSigner(newKey())?.publicKey, feed, signature)).toBe(false);
  expect(isSignedBy(undefined, feed, signature)).toBe(false);
  expect(isSignedBy('nonsense', feed, signature)).toBe(false);
  await rm(folder, { recursive: true });
});

test('without a key nothing is signed; another kind of key is refused', () => {
  expect(createFeedSigner(undefined)).toBeUndefined();
  expect(createFeedSigner('')).toBeUndefined();
  expect(() => createFeedSigner(newKey('x25519'))).toThrow('UPDATE_SIGNING_KEY');
});
