import { z } from 'zod';
import { ContextLength, Hearing, Persona, Wake } from './bot';
import { BrainChange, LastBrainChange, RestingBrain } from './brain-change';
import { GatewayView } from './gateway';
import { BotId, LinkId, ServiceName, StackId } from './ids';
import { KeyPoolView } from './key-pool';
import { AskKind, DiagnosisCode, Doing, LinkState } from './link-state';
import { ModelChoice, ProviderId } from './model';
import { NetworkView } from './network';
import { NotificationsView } from './notification';
import { SecretsView } from './secrets';
import { VersionsView } from './service-version';
import { Settings } from './settings';
import { SnapshotsView } from './snapshot';
import { RestoreView, SyncView } from './sync';
import { Tone } from './tone';
import { UpdateView } from './update';

/** A kind of state a link came into; `code` is what was being done, asked, or wrong. */
export const LinkMoment = z.discriminatedUnion('kind', [
  z.object({ at: z.number(), kind: z.literal('ok') }),
  z.object({ at: z.number(), kind: z.literal('working'), code: Doing }),
  z.object({ at: z.number(), kind: z.literal('needsYou'), code: AskKind }),
  z.object({ at: z.number(), kind: z.literal('broken'), code: DiagnosisCode }),
  z.object({ at: z.number(), kind: z.literal('off'), code: z.enum(['waiting', 'stopped', 'ready']) }),
]);
export type LinkMoment = z.infer<typeof LinkMoment>;

/** One link as drawn: state, tone, a technical second line, and what happened lately. */
export const LinkView = z.object({
  id: LinkId,
  state: LinkState,
  tone: Tone,
  /** `Docker 28.2`, `NapCat 4.18.19`, a masked QQ number; absent when not known. */
  detail: z.string().optional(),
  /** Since when it has had this kind of state, ms since 1970. */
  since: z.number(),
  /** What it was before and since when, newest first, at most 20. */
  history: z.array(LinkMoment),
});
export type LinkView = z.infer<typeof LinkView>;

export const RoleName = z.enum(['messenger', 'brain', 'keyPool', 'gateway']);

export const ServiceView = z.object({
  name: ServiceName,
  role: RoleName,
  product: z.string(),
  version: z.string(),
  tone: Tone,
  /** `absent`: no container · otherwise the container's own state. */
  state: z.enum([
    'absent',
    'created',
    'starting',
    'running',
    'restarting',
    'stopping',
    'exited',
    'paused',
    'dead',
  ]),
  startedAt: z.number().optional(),
  exitCode: z.number().optional(),
  restarts: z.number(),
  /** A web panel of its own that can be opened, by loopback URL without token; absent when there is none. */
  panel: z.url().optional(),
});
export type ServiceView = z.infer<typeof ServiceView>;

export const BotView = z.object({
  id: BotId,
  name: z.string(),
  stack: StackId.optional(),
  intent: z.enum(['running', 'stopped']),
  tone: Tone,
  chain: z.array(LinkView),
  /** The link the user should look at: the first bad one, else the first that needs the user. */
  focus: LinkId.optional(),
  /** True until the chain has been green once: the wizard is shown. */
  settingUp: z.boolean(),
  services: z.array(ServiceView),
  model: ModelChoice.optional(),
  hasKey: z.boolean(),
  /** Present once keys were pasted for one, switched on or not. */
  keyPool: KeyPoolView.optional(),
  /** Present where the bot's stack can have one, switched on or not. */
  gateway: GatewayView.optional(),
  /** Present while it is saved to a repository. */
  sync: SyncView.optional(),
  persona: Persona,
  wake: Wake,
  hearing: Hearing,
  context: ContextLength,
  owner: z.string().optional(),
  account: z.object({ uin: z.string(), nick: z.string(), since: z.number() }).optional(),
  messages: z.object({ received: z.number(), sent: z.number(), lastSentAt: z.number().optional() }),
  /** Present while one brain takes another's place. */
  change: BrainChange.optional(),
  lastChange: LastBrainChange.optional(),
  /** Brains that were changed for another one and are kept for the way back. */
  resting: z.array(RestingBrain),
  snapshots: SnapshotsView,
  /** Which versions it runs, and which it could. */
  versions: VersionsView,
  /** The last end-to-end proof. */
  proof: z.object({ at: z.number(), latencyMs: z.number(), answer: z.string() }).optional(),
  /** From the tap on the phone to the first reply, measured once. */
  firstReplyMs: z.number().optional(),
});
export type BotView = z.infer<typeof BotView>;

export const Notice = z.object({
  id: z.string(),
  at: z.number(),
  code: z.enum([
    'settingsReset',
    'settingsNewer',
    'botUnreadable',
    'secretsUnreadable',
    'weakSecrets',
    'clockWrong',
    'stillHere',
    'noTrayHost',
    'trayFailed',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Notice = z.infer<typeof Notice>;

/** A provider, and maybe its address and model, chosen before the app was started. */
export const ModelPreset = z.object({
  provider: ProviderId,
  baseUrl: z.string().optional(),
  model: z.string().optional(),
});
export type ModelPreset = z.infer<typeof ModelPreset>;

/** Everything the renderer draws. Sent whole on each change. */
export const AppView = z.object({
  version: z.string(),
  rehearsal: z.boolean(),
  settings: Settings,
  bots: z.array(BotView),
  engine: z.object({ tone: Tone, name: z.string(), version: z.string().optional() }),
  notices: z.array(Notice),
  notifications: NotificationsView,
  secrets: SecretsView,
  network: NetworkView,
  /** The data directory, and whether this shell can show it. */
  data: z.object({ dir: z.string(), canOpen: z.boolean() }),
  /** What the key screen begins with, when whoever started the app said so. */
  modelPreset: ModelPreset.optional(),
  /** Present while a bot is being brought back. */
  restoring: RestoreView.optional(),
  /** The app's own update; absent where it is updated by something else. */
  update: UpdateView.optional(),
});
export type AppView = z.infer<typeof AppView>;

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error']);
export type LogLevel = z.infer<typeof LogLevel>;

export const LogEntry = z.object({
  at: z.number(),
  source: z.union([ServiceName, z.literal('botpier')]),
  stream: z.enum(['stdout', 'stderr']),
  level: LogLevel,
  /** May hold terminal colours. Cut after 16,384 characters, which it then says. */
  text: z.string(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** Licences of what a stack pulls, and its size, shown before consent. */
export const StackOffer = z.object({
  id: StackId,
  services: z.array(
    z.object({
      name: ServiceName,
      role: RoleName,
      /** Pulled only for a bot that switches it on. */
      optional: z.boolean(),
      product: z.string(),
      version: z.string(),
      image: z.string(),
      licence: z.string(),
      licenceUrl: z.url(),
      /** Compressed bytes to pull, when measured. */
      downloadBytes: z.number().optional(),
      memoryLimitBytes: z.number(),
      /** What the real program was seen to take, when measured. */
      memoryUsedBytes: z.number().optional(),
    }),
  ),
});
export type StackOffer = z.infer<typeof StackOffer>;
