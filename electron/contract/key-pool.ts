import { z } from 'zod';
import { ModelCheckProblem } from './model';

/** How the pool treats its keys. Never holds a key. */
export const KeyPoolSettings = z.object({
  /** Where the keys are valid; the pool asks there. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://generativelanguage.googleapis.com/v1beta'),
  /** The pool's own ways out, one by key; none is the network as it is. A password in one is refused: it would lie in clear. */
  proxies: z
    .array(
      z
        .url({ protocol: /^(https?|socks5)$/ })
        .refine((text) => URL.parse(text)?.password === '', { error: 'password' }),
    )
    .max(50)
    .default([]),
  /** How many keys one question is tried with. */
  maxRetries: z.number().int().min(1).max(20).default(3),
  /** After how many failures in a row a key rests. */
  maxFailures: z.number().int().min(1).max(100).default(3),
  /** What keys are tried with; '' is the bot's own model. */
  testModel: z.string().trim().max(200).default(''),
});
export type KeyPoolSettings = z.infer<typeof KeyPoolSettings>;

/** The same without defaults: what is left out stays as it is. */
export const KeyPoolSettingsPatch = z
  .object({
    baseUrl: KeyPoolSettings.shape.baseUrl.unwrap(),
    proxies: KeyPoolSettings.shape.proxies.unwrap(),
    maxRetries: KeyPoolSettings.shape.maxRetries.unwrap(),
    maxFailures: KeyPoolSettings.shape.maxFailures.unwrap(),
    testModel: KeyPoolSettings.shape.testModel.unwrap(),
  })
  .partial();
export type KeyPoolSettingsPatch = z.infer<typeof KeyPoolSettingsPatch>;

/**
 * `failing`: failed lately, still in turn · `cooling`: failed too often, rests until the pool tries it again ·
 * `noQuota`: used up for the day or without credit · `rateLimited`: too fast, passes within minutes.
 */
export const PoolKeyState = z.enum([
  'unknown',
  'checking',
  'valid',
  'failing',
  'cooling',
  'keyRefused',
  'noQuota',
  'rateLimited',
  'region',
  'unreachable',
]);
export type PoolKeyState = z.infer<typeof PoolKeyState>;

/** One key of the pool, without the key. */
export const PoolKeyView = z.object({
  /** Stands for the key in calls; says nothing of it. */
  id: z.string(),
  /** `AIza…x7Qk`, for the person who knows it. */
  hint: z.string(),
  state: PoolKeyState,
  /** Failures in a row, as the running pool counts them. */
  fails: z.number(),
  /** The provider's own words at the last check, redacted; '' when it said nothing. */
  message: z.string(),
  checkedAt: z.number().optional(),
});
export type PoolKeyView = z.infer<typeof PoolKeyView>;

/** A bot's key pool as drawn. */
export const KeyPoolView = z.object({
  /** Wished: it is used once its licence was agreed to, too. */
  on: z.boolean(),
  /** Its licence was agreed to. */
  consented: z.boolean(),
  /** What the bot asks through the pool; absent until a key has worked. */
  model: z.string().optional(),
  /** In the order they were added. */
  keys: z.array(PoolKeyView),
  /** How many keys the running pool should have, and has; `seen` is absent while it cannot be asked. */
  expected: z.number(),
  seen: z.number().optional(),
  /** Keys being tried now; absent when none is. */
  checking: z.object({ done: z.number(), total: z.number() }).optional(),
  settings: KeyPoolSettings,
});
export type KeyPoolView = z.infer<typeof KeyPoolView>;

/** What became of a pasted text. The numbers are keys. */
export const KeysAdded = z.object({
  added: z.number(),
  /** Twice in the text, or in the pool before. */
  duplicate: z.number(),
  /** Parts of the text that can be no key of this provider. */
  malformed: z.number(),
});
export type KeysAdded = z.infer<typeof KeysAdded>;

const PoolProblem = z.object({
  kind: z.literal('problem'),
  problem: ModelCheckProblem,
  status: z.number().optional(),
  /** The provider's own words, redacted. */
  message: z.string(),
});

/** The models that the pool's keys open. */
export const KeyPoolModels = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok'), models: z.array(z.string()) }),
  PoolProblem,
]);
export type KeyPoolModels = z.infer<typeof KeyPoolModels>;

/** One question asked through the pool. */
export const KeyPoolAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok'), answer: z.string(), latencyMs: z.number() }),
  PoolProblem,
]);
export type KeyPoolAnswer = z.infer<typeof KeyPoolAnswer>;
