import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** The password has 190 random bits: more rounds than AstrBot's own 600 000 or fewer, nobody guesses it. */
const ITERATIONS = 10_000;

/** The panel's password as AstrBot stores it, so that it neither makes one of its own nor asks for another. */
export function passwordFields(password: string) {
  // The same password gives the same file, or the container would be re-created at each look.
  const salt = createHmac('sha256', password).update('astrbot').digest().subarray(0, 16);
  const digest = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  return {
    pbkdf2_password: `pbkdf2_sha256$${ITERATIONS}$${salt.toString('hex')}$${digest.toString('hex')}`,
    // AstrBot wants it beside the other one, for versions before 4.24.
    password: createHash('md5').update(password).digest('hex'),
    password_storage_upgraded: true,
    password_change_required: false,
  };
}

/** Tells later whether the password that was written is still the one to be written. */
export function passwordMark(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}
