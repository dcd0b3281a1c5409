import { z } from 'zod';

/** As what a bot can be taken elsewhere: a folder for Docker Compose, or a Docker Space of Hugging Face. */
export const ExportForm = z.enum(['compose', 'hf-space']);
export type ExportForm = z.infer<typeof ExportForm>;

/** A file of an export, to be written into a folder, packed or uploaded. */
export const ExportedFile = z.object({
  /** Relative, with `/` between its parts. */
  path: z.string(),
  content: z.string(),
  /** 0o644, or 0o600 where it may hold secrets. */
  mode: z.number().int(),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

export const Exported = z.object({
  files: z.array(ExportedFile),
  /** Names of the secrets that are not in the files and have to be given where the bot is to run. */
  blanks: z.array(z.string()),
});
export type Exported = z.infer<typeof Exported>;

/** How far an upload is. */
export const SpaceStep = z.enum(['signIn', 'create', 'secrets', 'files']);
export type SpaceStep = z.infer<typeof SpaceStep>;

/**
 * Why Hugging Face refused: the token is not valid · it may only read · hosting wants a paid plan · no such user,
 * organization or Space · the Space exists already · too many calls · not reachable · anything else.
 */
export const SpaceRefusal = z.enum([
  'token',
  'role',
  'needsPlan',
  'notFound',
  'exists',
  'rateLimited',
  'unreachable',
  'unknown',
]);
export type SpaceRefusal = z.infer<typeof SpaceRefusal>;

export const Published = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('published'), url: z.string() }),
  /** `step`: what was refused; all before it is done. `message`: Hugging Face's own words. */
  z.object({
    kind: z.literal('refused'),
    step: SpaceStep,
    refusal: SpaceRefusal,
    message: z.string(),
    retryAfterSeconds: z.number().optional(),
  }),
]);
export type Published = z.infer<typeof Published>;
