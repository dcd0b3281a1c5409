import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../../lib/clock';

const Credential = z.object({
  Data: z.object({ CreatedTime: z.number(), HashEncoded: z.string() }),
  Hmac: z.string(),
});

const LIFETIME_MS = 3_600_000;

/** Tells whether a web credential is ours, made for the present token, in time and not revoked. */
export interface Credentials {
  /** Survives a restart by API. */
  readonly secret: string;
  issue(token: string): string;
  check(credential: string, token: string): 'ok' | 'invalid' | 'revoked';
  revoke(credential: string): void;
}

/** @param expires false: credentials never grow old, as before v4.17.30 */
export function createCredentials(
  clock: Clock,
  expires: boolean,
  secret = randomBytes(32).toString('hex'),
): Credentials {
  const revoked = new Set<string>();
  const sign = (data: unknown) => createHmac('sha256', secret).update(JSON.stringify(data)).digest('hex');
  return {
    secret,
    issue(token) {
      const Data = { CreatedTime: clock.now(), HashEncoded: hashToken(token) };
      return Buffer.from(JSON.stringify({ Data, Hmac: sign(Data) })).toString('base64');
    },
    check(credential, token) {
      const parsed = readCredential(credential);
      if (!parsed) return 'invalid';
      const { Data, Hmac } = parsed;
      if (!isSame(Hmac, sign(Data)) || Data.HashEncoded !== hashToken(token)) return 'invalid';
      if (expires && clock.now() - Data.CreatedTime >= LIFETIME_MS) return 'invalid';
      return revoked.has(credential) ? 'revoked' : 'ok';
    },
    revoke(credential) {
      revoked.add(credential);
    },
  };
}

/** What the web login sends in place of the token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(`${token}.napcat`).digest('hex');
}

function readCredential(text: string): z.infer<typeof Credential> | undefined {
  try {
    return Credential.parse(JSON.parse(Buffer.from(text, 'base64').toString()));
  } catch {
    return undefined;
  }
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
