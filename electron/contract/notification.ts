import { z } from 'zod';
import { BotId } from './ids';
import { DiagnosisCode } from './link-state';

/** What BotPier speaks up about. Each has a switch of its own. */
export const NotificationKind = z.enum([
  'offline',
  'needsScan',
  'bridgeBroken',
  'modelBroken',
  /** The engine, a container or the brain. */
  'down',
  /** To its repository. */
  'notSaved',
  'back',
  'updateReady',
  /** A newer version of a service is to be had. */
  'versionOffered',
  /** An update of a service did not work, and was taken back. */
  'updateReturned',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** One thing that was told. */
export const AppNotification = z.object({
  id: z.string(),
  at: z.number(),
  kind: NotificationKind,
  bot: BotId.optional(),
  botName: z.string(),
  /** What is wrong, when it has a name. */
  code: DiagnosisCode.optional(),
  /** Names of the channels that did not take it, with the reason. */
  failures: z.array(z.object({ channel: z.string(), problem: z.string() })),
});
export type AppNotification = z.infer<typeof AppNotification>;

const Server = z.url({ protocol: /^https?$/ });
const common = {
  id: z.string().regex(/^[a-z0-9]{8}$/),
  name: z.string().trim().min(1).max(40),
  on: z.boolean().default(true),
};

/** Ways to the user's phone. What each keeps secret is in the secret store under its id. */
export const Channel = z.discriminatedUnion('kind', [
  /** Secret: the whole address, which often carries a token. */
  z.object({ ...common, kind: z.literal('webhook') }),
  /** Secret: the password. */
  z.object({
    ...common,
    kind: z.literal('email'),
    host: z.hostname(),
    port: z.number().int().min(1).max(65_535),
    /** `tls`: from the first byte · `starttls`: demanded · `none`: in the clear, for servers on this computer. */
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().max(200).default(''),
    from: z.email(),
    to: z.email(),
  }),
  /** Secret: the device key. */
  z.object({ ...common, kind: z.literal('bark'), server: Server.default('https://api.day.app') }),
  /** Secret: the SendKey. An empty server is the one that the key belongs to. */
  z.object({
    ...common,
    kind: z.literal('serverchan'),
    server: z.union([z.literal(''), Server]).default(''),
  }),
  /** Secret: the bot's token. */
  z.object({
    ...common,
    kind: z.literal('telegram'),
    server: Server.default('https://api.telegram.org'),
    chat: z.string().regex(/^(-?\d{1,20}|@\w{1,64})$/),
  }),
]);
export type Channel = z.infer<typeof Channel>;

/** Why a channel took nothing. */
export const ChannelProblem = z.enum([
  /** No such server, or nobody answers there. */
  'unreachable',
  /** It does not take the key, the token or the password. */
  'refused',
  /** It knows nothing at that address, or nobody of that name. */
  'wrongAddress',
  'limited',
  'timeout',
  /** The line is not as safe as demanded: a certificate, or no encryption. */
  'insecure',
  'serverError',
  /** Its secret is not here: entered on another computer, or never. */
  'secretMissing',
]);
export type ChannelProblem = z.infer<typeof ChannelProblem>;

/** What a test, or any sending, came to. `message`: the server's own words, redacted. */
export const ChannelOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent') }),
  z.object({ kind: z.literal('problem'), problem: ChannelProblem, message: z.string() }),
]);
export type ChannelOutcome = z.infer<typeof ChannelOutcome>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** From one time of day to another, maybe over midnight, in this computer's time. */
export const QuietHours = z.object({ on: z.boolean(), from: TimeOfDay, to: TimeOfDay });
export type QuietHours = z.infer<typeof QuietHours>;

/** What was told while nobody looked, newest first, and by channel whether its secret is here. */
export const NotificationsView = z.object({
  recent: z.array(AppNotification),
  secrets: z.record(z.string(), z.enum(['absent', 'present', 'unreadable'])),
});
export type NotificationsView = z.infer<typeof NotificationsView>;
