import { readFile } from 'node:fs/promises';
import { createPasswordDoor, createTokenDoor, type Door } from './door';
import { isLoopback } from './hosts';

/** An answer to the user's own mistake: shown as it is, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

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
      throw new UsageError(String(cause), { cause });
    }
  }
  if (isLoopback(host)) return createTokenDoor(token);
  throw new UsageError(
    `--host ${host} can be reached from other computers and needs a password: ` +
      'give --password-file <file> or set BOTPIER_PASSWORD.',
  );
}
