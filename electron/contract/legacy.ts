import { z } from 'zod';
import { ServiceName } from './ids';
import { RepositoryName, SyncSource } from './sync';

/** `owner/name`, also out of an address as it is copied from a browser or from git. */
export const RepositoryAddress = z
  .string()
  .trim()
  .max(1_000)
  .transform((text) =>
    text
      .replace(/^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]*@)?(?:[\w.-]+\.[a-z]+|localhost)(?::\d+)?[/:]/i, '')
      .replace(/(?:\.git)?\/?$/, ''),
  )
  .pipe(RepositoryName);

/** A repository that the older backup tool wrote, and the token to read it with. */
export const LegacySource = SyncSource.extend({ repository: RepositoryAddress });
export type LegacySource = z.infer<typeof LegacySource>;

export const LEGACY_LEFT = [
  /** The tool's own notes. */
  'toolsOwn',
  /** No service of this bot has a place for it. */
  'noPlace',
  /** Two folders of the repository hold a file of that name; the one that was in use comes along. */
  'taken',
  /** A repository inside the repository: the tool saved its name alone. */
  'notSaved',
  /** A link to somewhere outside of what is saved. */
  'leadsOutside',
  /** Its pointer cannot be read, or its bytes are not to be had any more. */
  'lost',
] as const;
export const LegacyLeft = z.enum(LEGACY_LEFT);
export type LegacyLeft = z.infer<typeof LegacyLeft>;

/** What would come along, and what would not. */
export const LegacyReport = z.object({
  /** As it is called now. */
  repository: RepositoryName,
  /** What was looked at: this, and no later state, is brought along. */
  commit: z.string(),
  files: z.number(),
  bytes: z.number(),
  /** Among them, those that have to be fetched from a release. */
  large: z.object({ files: z.number(), bytes: z.number() }),
  /** The same by whom it is for. Of a key pool the keys alone come along. */
  parts: z.array(z.object({ service: ServiceName, files: z.number(), bytes: z.number() })),
  /** By reason, with the first paths of each. */
  left: z.array(z.object({ why: LegacyLeft, files: z.number(), paths: z.array(z.string()) })),
});
export type LegacyReport = z.infer<typeof LegacyReport>;

/** What is to be brought along, after a look. */
export const LegacyWish = z.object({
  source: LegacySource,
  /** That of the look. */
  commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** Without what the look has found to be lost. */
  withoutLost: z.boolean().default(false),
  /** Paths that a try has failed at, and that the user does without. */
  leaveOut: z.array(z.string().min(1).max(4_096)).max(1_000).default([]),
});
export type LegacyWish = z.infer<typeof LegacyWish>;
