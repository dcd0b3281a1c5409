import type { Persona } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import type { PersonaAnswer, PersonaWords } from '../../contract/persona';
import { personaPrompt } from '../../services/persona-prompt';
import { BrainError } from '../../services/roles';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';

/** Looking at a persona before it is the bot's. */
export interface PersonaCalls {
  words(bot: BotId, persona: Persona): PersonaWords;
  /**
   * Asks the bot's brain one thing as that persona. Nothing is changed by it and no talk remembers it.
   * `notAllowed` while no brain runs, or with the model's trouble as `cause` and `message`.
   */
  preview(bot: BotId, persona: Persona, text: string, signal?: AbortSignal): Promise<PersonaAnswer>;
}

export function createPersonaCalls(
  runtime: (bot: BotId) => BotRuntime,
  { clock, redactor }: AppParts,
): PersonaCalls {
  const words = (bot: BotId, persona: Persona): PersonaWords => {
    const { stack } = runtime(bot).state;
    const text = personaPrompt(persona);
    return { text, prompt: stack?.brain.prompt(persona, new Date(clock.now())) ?? text };
  };
  return {
    words,
    async preview(bot, persona, text, signal) {
      const brain = runtime(bot).connections.brain();
      if (!brain) throw new AppError('notAllowed');
      try {
        const { answer, latencyMs } = await brain.converse(text, signal, words(bot, persona).prompt);
        return { answer: redactor.redact(answer), latencyMs };
      } catch (error) {
        if (!(error instanceof BrainError)) throw error;
        throw new AppError('notAllowed', { cause: error.kind, message: redactor.redact(error.message) });
      }
    },
  };
}
