import { z } from 'zod';
import { Persona } from '../../contract/bot';
import { PersonaAnswer, PersonaWords } from '../../contract/persona';
import { bot, call, calls } from '../procedures';

/** Looking at a persona before it is the bot's. */
export const personaRouter = calls({
  words: call
    .input(bot.extend({ persona: Persona }))
    .output(PersonaWords)
    .query(({ ctx, input }) => ctx.app.persona.words(input.bot, input.persona)),
  preview: call
    .input(bot.extend({ persona: Persona, text: z.string().trim().min(1).max(2_000) }))
    .output(PersonaAnswer)
    .mutation(({ ctx, input, signal }) =>
      ctx.app.persona.preview(input.bot, input.persona, input.text, signal),
    ),
});
