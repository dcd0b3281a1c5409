import { z } from 'zod';

/** Which versions are offered: those for everybody, or also those that are being tried out. */
export const UpdateChannel = z.enum(['stable', 'beta']);
export type UpdateChannel = z.infer<typeof UpdateChannel>;

/** Why looking for, fetching or installing a version did not succeed. Each has a text `update.problem.<code>`. */
export const UpdateProblem = z.enum([
  /** No feed answered. */
  'unreachable',
  /** What answered is no feed. */
  'feedInvalid',
  /** The version has nothing for this system or processor. */
  'nothingForThisSystem',
  /** What came is not what the feed announced. */
  'checksum',
  /** Not signed by whoever signed this version. */
  'signature',
  'diskFull',
  /** The download broke off or stood still. */
  'interrupted',
  /** It was to be installed, and this is still the old version. */
  'notInstalled',
  'unknown',
]);
export type UpdateProblem = z.infer<typeof UpdateProblem>;

/** A version that is offered. */
export const Release = z.object({
  version: z.string(),
  /** When it came out, ms since 1970. */
  publishedAt: z.number().optional(),
  /** Markdown from outside: to be shown as text, with no link or picture loaded. */
  notes: z.string(),
});
export type Release = z.infer<typeof Release>;

/** How the app's own update stands. Times are ms since 1970. */
export const UpdateState = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('idle'),
    checkedAt: z.number().optional(),
    /** What the feed has: this version, one before it, or a newer one that is not yet for everybody. */
    found: z.enum(['same', 'older', 'notYet']).optional(),
    version: z.string().optional(),
  }),
  z.object({ kind: z.literal('checking'), since: z.number() }),
  z.object({ kind: z.literal('available'), release: Release }),
  z.object({
    kind: z.literal('downloading'),
    release: Release,
    doneBytes: z.number(),
    totalBytes: z.number().optional(),
    bytesPerSecond: z.number().optional(),
  }),
  /** Installed when the app is quit, or at once by `update.install`. */
  z.object({ kind: z.literal('ready'), release: Release }),
  z.object({
    kind: z.literal('failed'),
    at: z.number(),
    doing: z.enum(['check', 'download', 'install']),
    problem: UpdateProblem,
    /** What was said, for those who want to know; in English. */
    message: z.string(),
    release: Release.optional(),
  }),
]);
export type UpdateState = z.infer<typeof UpdateState>;

/** What an update must not interrupt. */
export const UpdateHoldReason = z.enum(['setup', 'restore']);
export type UpdateHoldReason = z.infer<typeof UpdateHoldReason>;

export const UpdateView = z.object({
  state: UpdateState,
  /** `install`: the app does it by itself · `page`: it opens the page to download from. */
  way: z.enum(['install', 'page']),
  /** Nothing is downloaded or installed before this is over. */
  waitsFor: UpdateHoldReason.optional(),
});
export type UpdateView = z.infer<typeof UpdateView>;
