import { readFile } from 'node:fs/promises';
import { UsageError } from '../usage-error';
import { createPasswordDoor, createTokenDoor, type Door } from './door';
import { isLoopback } from './hosts';

/**
 * The door that `host` asks for: where others can reach us a password, else the token of the printed URL.
 * @throws UsageError when the password is missing or too short.
 */
export async function chooseDoor(
  host: string,
  passwordFile: string | undefined,
  env: NodeJS.ProcessEnv,
  token: string,
): Promise<Door> {
  const password = passwordFile
    ? (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '')
    : env['BOTPIER_PASSWORD'];
  if (password !== undefined) {
    try {
      return createPasswordDoor(password);
    } catch (cause) {
      throw cause instanceof RangeError ? new UsageError(cause.message, { cause }) : cause;
    }
  }
  if (isLoopback(host)) return createTokenDoor(token);
  throw new UsageError(
    `--host ${host} can be reached from other computers and needs a password: ` +
      'give --password-file <file> or set BOTPIER_PASSWORD.',
  );
}
