import { z } from 'zod';

export const ProviderId = z.enum([
  'deepseek',
  'qwen',
  'zhipu',
  'moonshot',
  'siliconflow',
  'volcengine',
  'gemini',
  'openai',
  'anthropic',
  'ollama',
  'custom',
]);
export type ProviderId = z.infer<typeof ProviderId>;

/** How a provider's API is spoken. */
export const ModelProtocol = z.enum(['openai', 'gemini', 'anthropic']);
export type ModelProtocol = z.infer<typeof ModelProtocol>;

/** A row of the provider table as the renderer sees it. */
export const Provider = z.object({
  id: ProviderId,
  name: z.object({ zh: z.string(), en: z.string() }),
  protocol: ModelProtocol,
  baseUrl: z.string(),
  /** Where to get a key; absent where none is needed. */
  keyUrl: z.string().optional(),
  topUpUrl: z.string().optional(),
  needsKey: z.boolean(),
  needsProxyInChina: z.boolean(),
  suggestedModels: z.array(z.string()),
  /** What its keys begin with, to tell a key pasted for another provider. */
  keyPrefixes: z.array(z.string()),
  note: z.object({ zh: z.string(), en: z.string() }),
});
export type Provider = z.infer<typeof Provider>;

/** What a live check of a key found. Never holds the key. */
export const ModelCheckProblem = z.enum([
  'keyRefused',
  'keyNoQuota',
  'keyRateLimited',
  'keyRegion',
  'modelMissing',
  'modelBaseUrl',
  'modelUnreachable',
  'modelNeedsProxy',
  'modelUnknown',
  'keyMalformed',
  /** The provider's certificate is not valid at the time this computer believes it is. */
  'clockWrong',
]);
export type ModelCheckProblem = z.infer<typeof ModelCheckProblem>;

export const ModelCheck = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ok'),
    /** The base URL that worked: maybe a repaired form of what was given. */
    baseUrl: z.string(),
    models: z.array(z.string()),
    model: z.string(),
    answer: z.string(),
    latencyMs: z.number(),
  }),
  z.object({
    kind: z.literal('problem'),
    problem: ModelCheckProblem,
    status: z.number().optional(),
    retryAfterMs: z.number().optional(),
    /** The provider's own words, redacted. */
    message: z.string(),
    /** Models found before the problem, if any. */
    models: z.array(z.string()),
    baseUrl: z.string(),
  }),
]);
export type ModelCheck = z.infer<typeof ModelCheck>;

/** What the bot uses. The key itself lives in the secret store. */
export const ModelChoice = z.object({
  provider: ProviderId,
  baseUrl: z.url(),
  model: z.string().min(1),
});
export type ModelChoice = z.infer<typeof ModelChoice>;
