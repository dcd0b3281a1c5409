import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What opens a session: the token of the printed URL, or the password where others can reach us. */
export interface Door {
  readonly by: 'token' | 'password';
  opens(secret: string): Promise<boolean>;
}

export const MIN_PASSWORD_LENGTH = 10;

export function createTokenDoor(token: string): Door {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return { by: 'token', opens: async (secret) => timingSafeEqual(digest(secret), expected) };
}

/** @throws RangeError when the password is shorter than it may be. */
export function createPasswordDoor(password: string): Door {
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw new RangeError(`The password needs at least ${MIN_PASSWORD_LENGTH} characters`);
  }
  const salt = randomBytes(16);
  const expected = hash(password, salt);
  return {
    by: 'password',
    opens: async (secret) => timingSafeEqual(await hash(secret, salt), await expected),
  };
}

function hash(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: 2 ** 15, r: 8, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
