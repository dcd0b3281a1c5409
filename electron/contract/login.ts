import { z } from 'zod';

/** Where the messenger's sign-in stands. Times are ms since 1970. */
export const LoginState = z.discriminatedUnion('kind', [
  /** The messenger's web API is not there yet, or it has no QR code yet. */
  z.object({ kind: z.literal('starting'), since: z.number() }),
  z.object({ kind: z.literal('waitingScan'), url: z.string(), since: z.number(), expiredCount: z.number() }),
  z.object({ kind: z.literal('scanned'), since: z.number() }),
  z.object({ kind: z.literal('confirming'), since: z.number() }),
  z.object({ kind: z.literal('online'), uin: z.string(), nick: z.string(), since: z.number() }),
  z.object({
    kind: z.literal('refused'),
    message: z.string(),
    code: z.number().optional(),
    since: z.number(),
  }),
  z.object({ kind: z.literal('alreadyLoggedIn'), uin: z.string(), since: z.number() }),
  /** Signed out by QQ; `message` is QQ's own text. `attempts`: what we tried so far. */
  z.object({ kind: z.literal('kicked'), message: z.string(), since: z.number(), attempts: z.number() }),
  z.object({ kind: z.literal('offline'), since: z.number() }),
  z.object({ kind: z.literal('captcha'), url: z.string(), since: z.number() }),
  z.object({ kind: z.literal('newDevice'), url: z.string(), since: z.number() }),
  /** No QR code although the messenger is up. */
  z.object({ kind: z.literal('noQr'), since: z.number(), message: z.string() }),
]);
export type LoginState = z.infer<typeof LoginState>;
