import { z } from 'zod';
import { BotId } from './ids';

/**
 * Why a bot is not being saved to its repository, or cannot be restored from it. Each is a diagnosis of the chain, with
 * texts and a page in the handbook.
 */
export const SYNC_PROBLEMS = [
  /** 401: expired, revoked, or never one. */
  'syncTokenRefused',
  /** 403; `permission`: what the token would have to be allowed. */
  'syncForbidden',
  /** 404: no such repository, or this token does not see it. */
  'syncRepositoryMissing',
  /** The organisation wants the token authorised; `url`: where. */
  'syncSso',
  /** `until`: when it ends, ms since 1970. */
  'syncRateLimited',
  /** Push protection found something that looks like a secret. */
  'syncSecretsBlocked',
  /** One file, or all together; `path`, `sizeBytes`, `limitBytes` as far as they are known. */
  'syncTooLarge',
  /** The branch may not be pushed to, or not be pushed anew. */
  'syncBranchProtected',
  'syncPublic',
  'syncArchived',
  /** What is in the branch was not put there by BotPier. */
  'syncForeign',
  /** Another computer has saved there since; `device`, `at`. */
  'syncConflict',
  /** Edited by hand, or the history was replaced. */
  'syncChanged',
  /** What lies there is not what was saved: a sum does not fit, an asset is missing. */
  'syncDamaged',
  /** Not the key that it was encrypted with. */
  'syncKeyWrong',
  /** This computer cannot read its own key any more. */
  'syncKeyLost',
  'syncClockWrong',
  /** The proxy refuses, or wants a password. */
  'syncProxy',
  /** GitHub is not reached. */
  'syncOffline',
  'syncGitMissing',
  'syncDiskFull',
  /** Nothing to save: no consistent copy of the bot could be made. */
  'syncNoCopy',
  'syncUnknown',
] as const;
export const SyncProblem = z.enum(SYNC_PROBLEMS);
export type SyncProblem = z.infer<typeof SyncProblem>;

/** A problem with the values for its text, and what was said, redacted. */
export const SyncFailure = z.object({
  code: SyncProblem,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  evidence: z.array(z.string()),
});
export type SyncFailure = z.infer<typeof SyncFailure>;

/** `owner/name`, as GitHub writes it. */
export const RepositoryName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/);
export type RepositoryName = z.infer<typeof RepositoryName>;

/** As git allows it, and short enough for a path. */
export const BranchName = z
  .string()
  .regex(/^(?![./-])(?!.*(?:\.\.|@\{|\/\/|\.lock(?:\/|$)|\/\.|[/.]$))[A-Za-z0-9._/-]{1,100}$/);
export type BranchName = z.infer<typeof BranchName>;

/** What is saved, by the role of the service whose volumes it lies in. */
export const SyncPart = z.enum(['messenger', 'brain', 'keyPool']);
export type SyncPart = z.infer<typeof SyncPart>;

/** Which files are encrypted before they leave this computer: settings, tokens and the sign-in, or everything. */
export const SyncEncryption = z.enum(['sensitive', 'everything']);
export type SyncEncryption = z.infer<typeof SyncEncryption>;

/** What the user may change once a bot is saved to a repository. */
const adjustable = {
  intervalSeconds: z.number().int().min(60).max(86_400),
  /** Larger files go to a release of the repository instead of its history. GitHub refuses files over 100 MB in it. */
  thresholdMb: z.number().int().min(1).max(95),
  parts: z.array(SyncPart).min(1),
  encryption: SyncEncryption,
  paused: z.boolean(),
};

/** How a bot is saved to a repository; part of its record. The token and the key are in the secret store. */
export const SyncSettings = z.object({
  repository: RepositoryName,
  branch: BranchName.default('main'),
  intervalSeconds: adjustable.intervalSeconds.default(180),
  thresholdMb: adjustable.thresholdMb.default(50),
  parts: adjustable.parts.default(['messenger', 'brain', 'keyPool']),
  encryption: adjustable.encryption.default('sensitive'),
  paused: adjustable.paused.default(false),
  /** What this computer is called where two save to one repository. */
  device: z.string().min(1).max(100),
  /** When the recovery key was entered again; nothing is saved before. */
  keyConfirmedAt: z.number().optional(),
});
export type SyncSettings = z.infer<typeof SyncSettings>;

export const SyncPatch = z.object(adjustable).partial();
export type SyncPatch = z.infer<typeof SyncPatch>;

/** What a run is at. */
export const SyncPhase = z.enum([
  'copying',
  'checking',
  'uploading',
  'downloading',
  'verifying',
  'pulling',
  'writing',
  'finishing',
]);
export type SyncPhase = z.infer<typeof SyncPhase>;

export const SyncProgress = z.object({
  phase: SyncPhase,
  doneBytes: z.number().optional(),
  /** Present only when exact. */
  totalBytes: z.number().optional(),
});
export type SyncProgress = z.infer<typeof SyncProgress>;

/** One run that is over. */
export const SyncRun = z.object({
  at: z.number(),
  tookMs: z.number(),
  outcome: z.enum(['saved', 'unchanged', 'failed', 'cancelled']),
  /** Of a run that saved: what went over the line, and how many files differed. */
  bytes: z.number().optional(),
  files: z.number().optional(),
  /** Of a failed one. */
  code: SyncProblem.optional(),
});
export type SyncRun = z.infer<typeof SyncRun>;

/** Why the next run does not come by itself. */
export const SyncHold = z.enum([
  'paused',
  'botStopped',
  'brainChange',
  'restore',
  'update',
  'keyUnconfirmed',
]);
export type SyncHold = z.infer<typeof SyncHold>;

/** How the saving of a bot stands. Times are ms since 1970. */
export const SyncView = z.object({
  settings: SyncSettings,
  token: z.enum(['absent', 'present', 'unreadable']),
  /** Present when GitHub says so. */
  tokenExpiresAt: z.number().optional(),
  /** Present while a run is under way. */
  running: SyncProgress.extend({ since: z.number() }).optional(),
  hold: SyncHold.optional(),
  lastSuccess: z.number().optional(),
  nextRun: z.number().optional(),
  /** What is not saved yet, as far as the last run that did not end well could tell. */
  waiting: z.object({ bytes: z.number(), files: z.number() }).optional(),
  /** What the last good run saved, before it was packed. */
  savedBytes: z.number().optional(),
  /** All that went over the line from this computer so far. */
  sentBytes: z.number(),
  /** Present from a failed run to the next good one. */
  failure: SyncFailure.extend({ since: z.number() }).optional(),
  /** Another computer saved to the same branch: who, and when. */
  conflict: z.object({ device: z.string(), at: z.number() }).optional(),
  /** Newest first, at most 30. */
  runs: z.array(SyncRun),
});
export type SyncView = z.infer<typeof SyncView>;

/** As it was pasted; no token has anything in it that a header could not carry. */
export const RepositoryToken = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,1000}$/);

/** What a bot is saved to, as it is set up. */
export const SyncSetUp = z.object({
  token: RepositoryToken,
  /** `new`: a private one is made of that name, where the token may. */
  repository: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('existing'), name: RepositoryName }),
    z.object({ kind: z.literal('new'), name: z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/) }),
  ]),
  branch: BranchName.default('main'),
  encryption: SyncEncryption.default('sensitive'),
  parts: adjustable.parts.default(['messenger', 'brain', 'keyPool']),
  intervalSeconds: adjustable.intervalSeconds.default(180),
  /** What another bot or computer saved there may be replaced by this bot. */
  replace: z.boolean().default(false),
});
export type SyncSetUp = z.infer<typeof SyncSetUp>;

/** Where a saved bot lies, and the token to read it with. */
export const SyncSource = z.object({
  token: RepositoryToken,
  repository: RepositoryName,
  branch: BranchName.default('main'),
});
export type SyncSource = z.infer<typeof SyncSource>;

/** Which saved state is to be brought back, and what opens it. */
export const SyncRestore = z.object({
  source: SyncSource,
  recoveryKey: z.string().min(1).max(1_000),
  /** The newest without it. */
  generation: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
  /** In the place of this bot's data; a bot of its own without it. */
  bot: BotId.optional(),
});
export type SyncRestore = z.infer<typeof SyncRestore>;

/** A bot that is being brought back from somewhere else. */
export const RestoreView = z.object({
  since: z.number(),
  progress: SyncProgress,
});
export type RestoreView = z.infer<typeof RestoreView>;

/** What a token may do, as far as it shows. */
export const TokenReport = z.object({
  login: z.string(),
  kind: z.enum(['fineGrained', 'classic']),
  expiresAt: z.number().optional(),
  /** Undefined where only trying would tell. */
  mayCreate: z.boolean().optional(),
});
export type TokenReport = z.infer<typeof TokenReport>;

/** What lies in a branch. `ours`: saved by BotPier, and by which computers last. */
export const RepositoryReport = z.object({
  repository: RepositoryName,
  branch: BranchName,
  content: z.enum(['empty', 'ours', 'foreign']),
  mayPush: z.boolean(),
});
export type RepositoryReport = z.infer<typeof RepositoryReport>;

/** One saved state of a bot, to be chosen from when restoring. */
export const SavedGeneration = z.object({
  id: z.string().regex(/^[0-9a-f]{40,64}$/),
  at: z.number(),
  device: z.string(),
  botName: z.string(),
  bytes: z.number().optional(),
});
export type SavedGeneration = z.infer<typeof SavedGeneration>;
