import { createHmac } from 'node:crypto';

const LIFE_SECONDS = 24 * 60 * 60;

/**
 * A token as AstrBot gives out after a sign-in, made with the secret that we put into its config: no password to
 * keep and no limit on tries. It looks at the signature, the end and whether there is a name.
 * @param now ms since 1970
 */
export function mintToken(secret: string, now: number): string {
  const claims = { username: 'botpier', exp: Math.floor(now / 1000) + LIFE_SECONDS };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
