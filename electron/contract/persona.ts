import { z } from 'zod';

/** A persona of the user's own, for any bot to take. */
export const OwnPersona = z.object({
  id: z.string().regex(/^[a-z0-9]{8}$/),
  name: z.string().trim().min(1).max(40),
  text: z.string().max(20_000),
});
export type OwnPersona = z.infer<typeof OwnPersona>;

/** `text`: the persona itself, to be copied · `prompt`: all that the model is told before a talk. */
export const PersonaWords = z.object({ text: z.string(), prompt: z.string() });
export type PersonaWords = z.infer<typeof PersonaWords>;

export const PersonaAnswer = z.object({ answer: z.string(), latencyMs: z.number() });
export type PersonaAnswer = z.infer<typeof PersonaAnswer>;
