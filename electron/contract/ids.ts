import { z } from 'zod';

/** A bot's id: 8 lower-case letters or digits, made by us, part of container and volume names. */
export const BotId = z
  .string()
  .regex(/^[a-z0-9]{8}$/)
  .brand<'BotId'>();
export type BotId = z.infer<typeof BotId>;

/** A service's name inside its bot: also its host name on the bot's network. */
export const ServiceName = z.enum(['napcat', 'koishi', 'astrbot', 'gemini-balance', 'gateway']);
export type ServiceName = z.infer<typeof ServiceName>;

export const StackId = z.enum(['koishi', 'astrbot']);
export type StackId = z.infer<typeof StackId>;

/**
 * The links of the chain, each resting on the one before it; `gateway` and `sync` stand beside them, for bots that use
 * one and for bots that are saved to a repository.
 */
export const LINK_IDS = [
  'engine',
  'images',
  'messenger',
  'login',
  'bridge',
  'brain',
  'model',
  'reply',
  'gateway',
  'sync',
] as const;
export const LinkId = z.enum(LINK_IDS);
export type LinkId = z.infer<typeof LinkId>;
