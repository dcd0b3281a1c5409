import { z } from 'zod';

/** A line of the rehearsal's chat panel. */
export const ChatLine = z.object({
  id: z.number(),
  at: z.number(),
  from: z.enum(['you', 'bot']),
  room: z.enum(['group', 'private']),
  text: z.string(),
});
export type ChatLine = z.infer<typeof ChatLine>;

/** Troubles that can be made at the press of a button, to see how the chain mends itself. */
export const RehearsalFault = z.enum([
  'cutBridge',
  'kick',
  'noQuota',
  'slowMirror',
  'crashBrain',
  'diskFull',
]);
export type RehearsalFault = z.infer<typeof RehearsalFault>;

export const RehearsalView = z.object({
  chat: z.array(ChatLine),
  faults: z.array(RehearsalFault),
  /** Whether the simulated phone may scan, or has scanned and may confirm. */
  phone: z.enum(['idle', 'canScan', 'canConfirm', 'online']),
});
export type RehearsalView = z.infer<typeof RehearsalView>;
