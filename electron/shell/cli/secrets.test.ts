import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../app/create-test-app';
import { createFileSecretStore } from '../../app/secrets/file-secret-store';
import { createKeyFileBox } from '../../app/secrets/key-file-box';
import type { CliEvent } from './cli-event';
import { keepSecrets, unlockSecrets } from './secrets';
import type { Terminal } from './terminal';

const PASSPHRASE = 'correct horse battery';

let keys: string;
let test: TestApp;
beforeEach(async () => {
  vi.stubEnv('BOTPIER_PASSPHRASE', '');
  keys = await mkdtemp(join(tmpdir(), 'cli-secrets-'));
  test = await createTestApp({
    openSecrets: (dir) => createFileSecretStore({ dir, box: createKeyFileBox(join(keys, 'key')) }),
  });
});
afterEach(async () => {
  await test.close();
  await rm(keys, { recursive: true });
  vi.unstubAllEnvs();
});

/** What a command is given; the terminal answers one after the other. */
function session(answers?: string[]) {
  const written: string[] = [];
  const events: CliEvent[] = [];
  const terminal: Terminal | undefined = answers && {
    ask: async () => '',
    askSecret: async () => answers.shift() ?? '',
    choose: async () => '',
  };
  return {
    app: test.app,
    language: 'en' as const,
    terminal,
    reporter: { report: (event: CliEvent) => void events.push(event) },
    write: (text: string) => void written.push(text),
    written,
    events,
  };
}
const codes = ({ events }: { events: CliEvent[] }) =>
  events.flatMap((event) => (event.event === 'error' ? [event.code] : []));

it('tells how secrets are kept', async () => {
  const one = session();
  expect(await keepSecrets(one, undefined)).toBe(0);
  expect(one.written.join('')).toMatch(/plainly/);
});

it('locks them under a passphrase typed twice, and asks for it at the next start', async () => {
  expect(await keepSecrets(session([PASSPHRASE, PASSPHRASE]), 'passphrase')).toBe(0);
  expect(test.app.view.get().secrets.keeping).toBe('passphrase');
  await test.restart();
  const nobody = session();
  expect(await unlockSecrets(nobody)).toBe(false);
  expect(codes(nobody)).toEqual(['secretsLocked']);
  const forgetful = session(['a', 'b', 'c']);
  expect(await unlockSecrets(forgetful)).toBe(false);
  expect(forgetful.written).toHaveLength(3);
  expect(await unlockSecrets(session(['a', PASSPHRASE]))).toBe(true);
  expect(test.app.view.get().secrets.locked).toBe(false);
});

it.each([
  ['typed differently', [PASSPHRASE, 'another one'], 'confirmationNeeded'],
  ['too short', ['short', 'short'], 'passphraseShort'],
  ['given by nobody', undefined, 'secretsLocked'],
])('changes nothing by a passphrase %s', async (_, answers, code) => {
  const one = session(answers);
  expect(await keepSecrets(one, 'passphrase')).toBe(2);
  expect(codes(one)).toEqual([code]);
  expect(test.app.view.get().secrets.keeping).toBe('plain');
});

it('keeps nothing in the memory of a command that ends', async () => {
  const one = session();
  expect([await keepSecrets(one, 'memory'), codes(one)]).toEqual([2, ['notAllowed']]);
});
