import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { GatewayPassword } from '../../contract/gateway';

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** About 50 ms and 32 MB for each try. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const HASH_BYTES = 32;

/** `scrypt$<salt>$<hash>`, both in Base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize(), salt, HASH_BYTES, COST);
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** False also for a hash that cannot be read. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, salt = '', hash = ''] = stored.split('$');
  const wanted = Buffer.from(hash, 'base64');
  if (scheme !== 'scrypt' || wanted.length !== HASH_BYTES) return false;
  const found = await derive(password.normalize(), Buffer.from(salt, 'base64'), HASH_BYTES, COST);
  return timingSafeEqual(found, wanted);
}

const EVERYBODY_TRIES =
  /^(admin|administrator|password|passw0rd|botpier|napcat|astrbot|koishi|qwerty(uiop)?|iloveyou|letmein|welcome|\d|[._!@#-])+$/i;
const FEWEST_CHARACTERS = 5;

/** Short, made of few characters, or of nothing but the words and digits that everybody tries first. */
export function isWeak(password: string): boolean {
  return (
    !GatewayPassword.safeParse(password).success ||
    new Set(password).size < FEWEST_CHARACTERS ||
    EVERYBODY_TRIES.test(password)
  );
}
