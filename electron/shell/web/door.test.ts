import { expect, test } from 'vitest';
import { createPasswordDoor, createTokenDoor } from './door';

test('a token opens, a part of it does not', async () => {
  const door = createTokenDoor('token');
  expect(await door.opens('token')).toBe(true);
  expect(await door.opens('toke')).toBe(false);
  expect(await door.opens('')).toBe(false);
});

test('a password opens, another one does not', async () => {
  const door = createPasswordDoor('码头上的机器人一号机');
  expect(await door.opens('码头上的机器人一号机')).toBe(true);
  expect(await door.opens('码头上的机器人二号机')).toBe(false);
});

test('a password of nine characters is refused', () => {
  expect(() => createPasswordDoor('123456789')).toThrow(RangeError);
});
