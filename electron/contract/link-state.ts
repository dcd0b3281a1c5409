import { z } from 'zod';
import { LinkId } from './ids';
import { SYNC_PROBLEMS } from './sync';

/** What only the user can do. One screen each. */
export const Ask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('installEngine') }),
  z.object({ kind: z.literal('startEngine'), product: z.string() }),
  z.object({ kind: z.literal('allowEngine'), endpoint: z.string() }),
  z.object({ kind: z.literal('chooseStack') }),
  z.object({ kind: z.literal('consent') }),
  z.object({ kind: z.literal('enterKey') }),
  z.object({ kind: z.literal('enterAgain'), what: z.enum(['modelKey', 'poolKeys']) }),
  /** `url` is the text of the QR code; `since` is when we first saw it, in ms since 1970. */
  z.object({ kind: z.literal('scanQr'), url: z.string(), since: z.number() }),
  z.object({ kind: z.literal('confirmOnPhone'), since: z.number() }),
  z.object({ kind: z.literal('solveCaptcha'), url: z.string() }),
  z.object({ kind: z.literal('verifyDevice'), url: z.string() }),
  z.object({ kind: z.literal('acceptAccount'), uin: z.string(), nick: z.string(), expectedUin: z.string() }),
  z.object({ kind: z.literal('keepOrReplace'), what: z.string(), changedAt: z.number() }),
  z.object({
    kind: z.literal('freeDisk'),
    neededBytes: z.number().optional(),
    freeBytes: z.number().optional(),
  }),
  /** The repository's token is not here, or not to be read here. */
  z.object({ kind: z.literal('enterToken'), repository: z.string() }),
  /** Another computer saved to the same repository. */
  z.object({ kind: z.literal('chooseComputer'), device: z.string(), at: z.number() }),
  z.object({ kind: z.literal('keepRecoveryKey') }),
]);
export type Ask = z.infer<typeof Ask>;
export const AskKind = z.enum(Ask.options.map((option) => option.shape.kind.value));
export type AskKind = z.infer<typeof AskKind>;

/** What is wrong. Each has a text `diagnosis.<code>.what|why|todo` in every language. */
export const DiagnosisCode = z.enum([
  // engine
  'engineGone',
  'engineHung',
  'engineTooOld',
  'engineWindowsContainers',
  'engineUnknown',
  // images
  'pullStalled',
  'pullUnreachable',
  'pullMirrorLies',
  'pullTagMissing',
  'pullWrongArchitecture',
  'pullDenied',
  'pullRateLimited',
  'pullUnknown',
  'diskFull',
  // containers
  'portTaken',
  'containerCrashes',
  'containerStartRefused',
  'containerGone',
  'prepareFailed',
  'prepareUnreachable',
  'incompatiblePlugins',
  // messenger and login
  'messengerUnreachable',
  'messengerTokenChanged',
  'noQr',
  'qrExpiredOften',
  'loginRefused',
  'loginElsewhere',
  'kicked',
  'offline',
  // bridge
  'tokenDrift',
  'bridgeServerMissing',
  'bridgeDown',
  'bridgeRefused',
  'bridgeUnknownHost',
  'bridgeTimedOut',
  'bridgeWrongPath',
  'bridgeTokenRefused',
  // brain
  'brainUnreachable',
  'brainPluginFailed',
  'brainModelMissing',
  // model
  'keyRefused',
  'keyNoQuota',
  'keyRateLimited',
  'keyRegion',
  'modelMissing',
  'modelBaseUrl',
  'modelUnreachable',
  'modelNeedsProxy',
  'modelUnknown',
  // key pool
  'poolNoneWorks',
  'poolUnreachable',
  'poolRefused',
  'poolDatabaseBroken',
  'poolChanged',
  // reply
  'replySilent',
  'replyFailed',
  // change of brain
  'changeInterrupted',
  'changeSlow',
  // update of a service
  'updateInterrupted',
  'updateNotSaved',
  'updateNotUp',
  'updateSilent',
  // gateway
  'gatewayUnreachable',
  'gatewayRefused',
  // saving to a repository
  ...SYNC_PROBLEMS,
  // whole machine
  'clockWrong',
]);
export type DiagnosisCode = z.infer<typeof DiagnosisCode>;

export const Diagnosis = z.object({
  code: DiagnosisCode,
  /** Values for the text: names, times, counts; never a secret. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What we saw, as seen: log lines, status codes, QQ's own words. Redacted. */
  evidence: z.array(z.string()),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

/** A button that mends. Each has a text `fix.<id>` in every language. */
export const FixId = z.enum([
  'retry',
  'startEngine',
  'restartService',
  'recreateService',
  'changePort',
  'refreshQr',
  'relogin',
  'acceptAccount',
  'rejectAccount',
  'rewriteOurs',
  'takeTheirs',
  'enterKey',
  'openNetworkSettings',
  'openModelSettings',
  'openLogs',
  'openTopUp',
  'openBackup',
  'freeDisk',
]);
export type FixId = z.infer<typeof FixId>;

/** What is being done. Each has a text `doing.<code>`. */
export const Doing = z.enum([
  'connecting',
  'startingEngine',
  'pulling',
  'unpacking',
  'creating',
  'starting',
  'preparing',
  'confirming',
  'reconnecting',
  'recovering',
  'checking',
  'proving',
  'saving',
]);
export type Doing = z.infer<typeof Doing>;

export const Progress = z.object({
  doneBytes: z.number().optional(),
  /** Present only when exact. */
  totalBytes: z.number().optional(),
  bytesPerSecond: z.number().optional(),
  etaMs: z.number().optional(),
  /** For work that is counted and not weighed: "3 of 7". */
  done: z.number().optional(),
  total: z.number().optional(),
  /** Where the bytes come from: a mirror's host name. */
  source: z.string().optional(),
  attempt: z.number().optional(),
});
export type Progress = z.infer<typeof Progress>;

export const LinkState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok') }),
  z.object({ kind: z.literal('working'), doing: Doing, progress: Progress.optional() }),
  z.object({ kind: z.literal('needsYou'), ask: Ask }),
  z.object({ kind: z.literal('broken'), diagnosis: Diagnosis, fixes: z.array(FixId) }),
  /** `waiting`: rests on an earlier link · `stopped`: the user's wish · `ready`: prepared, not needed yet. */
  z.object({
    kind: z.literal('off'),
    why: z.enum(['waiting', 'stopped', 'ready']),
    waitsFor: LinkId.optional(),
  }),
]);
export type LinkState = z.infer<typeof LinkState>;
