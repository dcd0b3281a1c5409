import { expect, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { createGuessLimit } from './guess-limit';
import { hashPassword, isWeak, verifyPassword } from './password';

test('a password is known again by its hash, and by nothing else', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).not.toBe(await hashPassword('correct horse battery'));
  expect(await verifyPassword('correct horse battery', hash)).toBe(true);
  for (const [password, stored] of [
    ['correct horse batterz', hash],
    ['', hash],
    ['x', ''],
    ['x', 'scrypt$$'],
    ['correct horse battery', hash.replace('scrypt', 'plain')],
  ] as const)
    expect(await verifyPassword(password, stored)).toBe(false);
});

test.each([
  'admin',
  'short-pw-11',
  'aaaaaaaaaaaaaaaa',
  'adminadminadmin',
  'Admin1234567890',
  'password-password',
  '123456789012345',
  'BotPier.2026.admin',
])('%s is weak', (password) => expect(isWeak(password)).toBe(true));

test.each(['correct horse battery', 'K7w-admin-vQ2x9', '码头上的灯亮着，船就回来了'])(
  '%s is not',
  (password) => expect(isWeak(password)).toBe(false),
);

test('after five wrong ones an address waits; after thirty, all do; a minute later nobody', async () => {
  const clock = createManualClock();
  const limit = createGuessLimit(clock);
  for (let n = 0; n < 4; n += 1) limit.failed('a');
  expect(limit.waitSeconds('a')).toBeUndefined();
  limit.failed('a');
  expect(limit.waitSeconds('a')).toBe(60);
  expect(limit.waitSeconds('b')).toBeUndefined();
  for (let n = 0; n < 25; n += 1) limit.failed(`c${n}`);
  expect(limit.waitSeconds('b')).toBe(60);
  await clock.advance(60_000);
  expect(limit.waitSeconds('a')).toBeUndefined();
  expect(limit.waitSeconds('b')).toBeUndefined();
});

test('who knows it starts anew', () => {
  const limit = createGuessLimit(createManualClock());
  for (let n = 0; n < 4; n += 1) limit.failed('a');
  limit.succeeded('a');
  limit.failed('a');
  expect(limit.waitSeconds('a')).toBeUndefined();
});
