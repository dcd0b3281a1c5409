import { z } from 'zod';
import { Environment } from './advanced';
import { LastBrainChange } from './brain-change';
import { GatewayChoice } from './gateway';
import { BotId, LinkId, ServiceName, StackId } from './ids';
import { KeyPoolSettings } from './key-pool';
import { ModelChoice } from './model';
import { LastServiceUpdate, ServiceVersion, UpdatePolicy } from './service-version';
import { SnapshotId, SnapshotSettings } from './snapshot';
import { SyncSettings } from './sync';

/** How the bot behaves in a chat. */
export const Persona = z.object({
  /** A built-in preset's id, or `custom`. */
  preset: z.enum(['assistant', 'companion', 'catgirl', 'custom']).default('assistant'),
  /** The system prompt, used when `preset` is `custom`. */
  text: z.string().max(20_000).default(''),
  nickname: z.string().max(32).default('小码'),
});
export type Persona = z.infer<typeof Persona>;

/** When the bot speaks. */
export const Wake = z.object({
  private: z.boolean().default(true),
  mention: z.boolean().default(true),
  nickname: z.boolean().default(true),
  /** Share of other group messages it answers, 0–1. */
  random: z.number().min(0).max(1).default(0),
});
export type Wake = z.infer<typeof Wake>;

export const QqNumber = z.string().regex(/^\d{5,12}$/);

/** Groups or people that the bot hears: all of them, only those listed, or all but those. */
export const Audience = z.object({
  hears: z.enum(['all', 'only', 'except']).default('all'),
  list: z.array(QqNumber).max(500).default([]),
});
export type Audience = z.infer<typeof Audience>;

/** Whom the bot hears. The owner is always heard. */
export const Hearing = z.object({ groups: Audience.prefault({}), people: Audience.prefault({}) });
export type Hearing = z.infer<typeof Hearing>;

/** How much of a talk goes to the model with each message; `usual`: as the brain has it. */
export const ContextLength = z.enum(['short', 'usual', 'long']);
export type ContextLength = z.infer<typeof ContextLength>;

export const Consent = z.object({ at: z.number(), version: z.number() });
export type Consent = z.infer<typeof Consent>;

/** Many keys of one provider, used in turn. The keys themselves live in the secret store. */
export const KeyPoolChoice = z.object({
  /** Switched off, it keeps its keys and settings. */
  on: z.boolean(),
  /** To the licence of the product that plays the pool; nothing of it is pulled before. */
  consent: Consent.optional(),
  /** What the bot asks through the pool; absent until a key has worked. */
  model: z.string().min(1).optional(),
  settings: KeyPoolSettings.prefault({}),
});
export type KeyPoolChoice = z.infer<typeof KeyPoolChoice>;

/** Which volumes hold the data, by `<service>.<short name>`: the first ones, or those that a restore has filled. */
export const VolumeGenerations = z.record(z.string(), z.string().regex(/^[0-9a-z]{6}$/));
export type VolumeGenerations = z.infer<typeof VolumeGenerations>;

/** What we persist of a bot: intent and settings, never status, never secrets. */
export const Bot = z.object({
  version: z.literal(1).default(1),
  id: BotId,
  name: z.string().min(1).max(40),
  createdAt: z.number(),
  stack: StackId.optional(),
  intent: z.enum(['running', 'stopped']).default('running'),
  consent: Consent.optional(),
  model: ModelChoice.optional(),
  /** The QQ number that belongs here, set at the first sign-in. */
  account: z.string().optional(),
  /** The QQ number that may command the bot. */
  owner: QqNumber.optional(),
  /** Present when the bot uses one. */
  keyPool: KeyPoolChoice.optional(),
  gateway: GatewayChoice.optional(),
  /** Present while it is saved to a repository. */
  sync: SyncSettings.optional(),
  persona: Persona.prefault({}),
  wake: Wake.prefault({}),
  hearing: Hearing.prefault({}),
  /** Absent until chosen: what stands in the brain is then left as it is. */
  context: ContextLength.optional(),
  /** Host ports, by `<service>.<port name>`; chosen once, kept. */
  ports: z.record(z.string(), z.number().int().min(1).max(65_535)).default({}),
  /** Fixed for life, so that QQ sees one and the same device. */
  device: z.object({
    mac: z.string().regex(/^02(:[0-9a-f]{2}){5}$/),
    hostname: z.string(),
    machineId: z.string().regex(/^[0-9a-f]{32}$/),
  }),
  /** When the chain was green for the first time, and how long that took from the confirmation on the phone. */
  firstReply: z.object({ at: z.number(), tookMs: z.number().optional() }).optional(),
  /**
   * One brain takes another's place. `readying`: the new one is made ready beside `stack` · `trying`: it is `stack`,
   * and `from` runs on until an answer has come · `returning`: `stack` is `from` again.
   */
  change: z
    .object({
      from: StackId,
      to: StackId,
      since: z.number(),
      stage: z.enum(['readying', 'trying', 'returning']),
      /** How it will have ended, once it returns. */
      end: LastBrainChange.pick({ result: true, diagnosis: true }).optional(),
    })
    .optional(),
  lastChange: LastBrainChange.optional(),
  /** Brains kept for the way back, and since when they rest. */
  resting: z.array(z.object({ stack: StackId, since: z.number() })).default([]),
  /**
   * What runs of each service: only an update changes it, never a newer BotPier or another container. Absent as a whole
   * in records from before this was written down.
   */
  versions: z.partialRecord(ServiceName, ServiceVersion).optional(),
  /** What ran before the last update: its images are kept until the next one has gone well. */
  former: z.partialRecord(ServiceName, ServiceVersion).default({}),
  updates: z
    .object({
      policy: UpdatePolicy.default('ask'),
      /** Names of offers that the user has said no to. */
      dismissed: z.array(z.string()).default([]),
    })
    .prefault({}),
  /**
   * A newer version takes another's place. `readying`: it is fetched while `from` runs · `trying`: it runs, until an
   * answer has come · `returning`: `from` is put back with its data, and nothing of the service runs until that is done.
   */
  update: z
    .object({
      service: ServiceName,
      from: ServiceVersion,
      to: ServiceVersion,
      since: z.number(),
      stage: z.enum(['readying', 'trying', 'returning']),
      /** Links that were well before: they are to be well again. */
      wasWell: z.array(LinkId).default([]),
      /** The data as it was before the new version touched it. */
      snapshot: SnapshotId.optional(),
      /** How it will have ended, once it has returned. */
      end: LastServiceUpdate.pick({ result: true, diagnosis: true }).optional(),
    })
    .optional(),
  lastUpdate: LastServiceUpdate.optional(),
  /** Services the user stopped on purpose. */
  stopped: z.array(ServiceName).default([]),
  /** Memory in bytes that services may take, where the user chose another limit than the usual. */
  memoryLimits: z.partialRecord(ServiceName, z.number().int().positive()).default({}),
  volumes: VolumeGenerations.default({}),
  snapshots: SnapshotSettings.prefault({}),
  /** The last restore, and what was before it, for the way back. */
  restored: z
    .object({
      at: z.number(),
      snapshot: SnapshotId,
      /** When the chain was green after it. */
      greenAt: z.number().optional(),
      volumes: VolumeGenerations,
      /** The fields of the record that were replaced. */
      record: z.record(z.string(), z.unknown()),
    })
    .optional(),
  /** Present while it is brought along from elsewhere: whoever finds it at a start removes what has come of it. */
  arriving: z.object({ since: z.number() }).optional(),
  /** Variables of the user's own, by service; never in the place of ours. */
  environment: z.partialRecord(ServiceName, Environment).default({}),
});
export type Bot = z.infer<typeof Bot>;

/** What the user may change in a bot's settings page. */
export const BotPatch = z.object({
  name: z.string().trim().min(1).max(40).optional(),
  owner: z.union([z.literal(''), QqNumber]).optional(),
  persona: z
    .object({
      preset: z.enum(['assistant', 'companion', 'catgirl', 'custom']).optional(),
      text: z.string().max(20_000).optional(),
      nickname: z.string().trim().min(1).max(32).optional(),
    })
    .optional(),
  wake: z
    .object({
      private: z.boolean().optional(),
      mention: z.boolean().optional(),
      nickname: z.boolean().optional(),
      random: z.number().min(0).max(1).optional(),
    })
    .optional(),
  hearing: z.object({ groups: Audience.optional(), people: Audience.optional() }).optional(),
  context: ContextLength.optional(),
});
export type BotPatch = z.infer<typeof BotPatch>;
