import { z } from 'zod';
import { Channel, NotificationKind, QuietHours } from './notification';
import { OwnPersona } from './persona';
import { UpdateChannel } from './update';

/** The last moment that a date can name, in ms since 1970: as good as never. */
export const LAST_MOMENT = 8.64e15;

/** A folder of feeds and packages: by HTTPS, or on this computer. */
const FeedUrl = z.url().refine((url) => /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(url));

/** Settings of the app, one file, no secrets. Unknown keys of a newer version are kept by the store. */
export const Settings = z.object({
  version: z.literal(1).default(1),
  language: z.enum(['auto', 'zh', 'en']).default('auto'),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  /** Personas of the user's own. */
  personas: z.array(OwnPersona).max(50).default([]),
  network: z
    .object({
      /**
       * Registry prefixes tried for image pulls, fastest first; the official source is `docker.io`. Those given here
       * are candidates that carried our images when this was written, never trusted: each is probed before use, and
       * what it gives is checked against the official digest where that can be asked for.
       */
      mirrors: z
        .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/i))
        .default(['docker.io', 'docker.m.daocloud.io', 'docker.1ms.run']),
      /** npm registry for plugin installs; empty = the image's own default. */
      pluginRegistry: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
      /** Whose proxy is used: the one below, or what the system says. */
      proxyFrom: z.enum(['own', 'system']).default('own'),
      /** HTTP proxy for BotPier and the containers; empty = none. A sign-in to it is among the secrets. */
      proxy: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    })
    .prefault({}),
  engine: z
    .object({
      /** `unix:///…`, `npipe:////./pipe/…`, `tcp://…`; empty = found by itself. */
      endpoint: z.string().default(''),
    })
    .prefault({}),
  /** Of the desktop shell alone. */
  desktop: z
    .object({
      /** What closing the window does: hide to the tray, or quit. */
      closeToTray: z.boolean().default(true),
      startAtLogin: z.boolean().default(false),
      /** Starts the container engine as well, where it is installed and off. */
      startEngine: z.boolean().default(false),
      /** What becomes of the bots on quitting from a menu. */
      onQuit: z.enum(['ask', 'leave', 'stop']).default('ask'),
    })
    .prefault({}),
  notifications: z
    .object({
      /** No notification before this, ms since 1970. */
      pausedUntil: z.number().int().min(0).max(LAST_MOMENT).default(0),
      /** Shown by the system's own notifications, where it has any. */
      desktop: z.boolean().default(true),
      /** Kinds that are switched off. */
      muted: z.array(NotificationKind).default([]),
      quietHours: QuietHours.default({ on: false, from: '23:00', to: '07:00' }),
      channels: z.array(Channel).max(20).default([]),
      /** Where this BotPier is reached from a phone, for links to a QR code; empty = nowhere. */
      publicUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    })
    .prefault({}),
  /** Of the app's own updates. */
  updates: z
    .object({
      /** Looks for newer versions, and downloads them, by itself. */
      automatic: z.boolean().default(true),
      channel: UpdateChannel.default('stable'),
      /** Where else feeds and packages are, tried in this order after the official place; their feeds have to be signed. */
      mirrors: z.array(FeedUrl).max(10).default([]),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** What a user may change at once; absent keys stay as they are. */
export const SettingsPatch = z.object({
  language: Settings.shape.language.unwrap().optional(),
  theme: Settings.shape.theme.unwrap().optional(),
  personas: Settings.shape.personas.unwrap().optional(),
  network: z
    .object({
      mirrors: z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/i)).optional(),
      pluginRegistry: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).optional(),
      proxyFrom: z.enum(['own', 'system']).optional(),
      proxy: z
        .union([z.literal(''), z.url({ protocol: /^https?$/ })])
        .refine((url) => !URL.parse(url)?.username)
        .optional(),
    })
    .optional(),
  engine: z.object({ endpoint: z.string().optional() }).optional(),
  desktop: z
    .object({
      closeToTray: z.boolean().optional(),
      startAtLogin: z.boolean().optional(),
      startEngine: z.boolean().optional(),
      onQuit: z.enum(['ask', 'leave', 'stop']).optional(),
    })
    .optional(),
  notifications: z
    .object({
      pausedUntil: z.number().int().min(0).max(LAST_MOMENT).optional(),
      desktop: z.boolean().optional(),
      muted: z.array(NotificationKind).optional(),
      quietHours: QuietHours.optional(),
      channels: z.array(Channel).max(20).optional(),
      publicUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).optional(),
    })
    .optional(),
  updates: z
    .object({
      automatic: z.boolean().optional(),
      channel: UpdateChannel.optional(),
      mirrors: z.array(FeedUrl).max(10).optional(),
    })
    .optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;
