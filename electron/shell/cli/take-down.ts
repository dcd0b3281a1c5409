import type { BotView } from '../../contract/view';
import type { Session } from './with-app';

/**
 * Removes the bot's containers, with `data` its data too once that was confirmed.
 * @returns the exit code: 2 when nobody confirmed
 */
export async function takeDown(
  { app, texts, terminal, reporter, json, write }: Session,
  bot: BotView,
  { data, sure }: { data: boolean; sure: boolean },
): Promise<0 | 2> {
  if (data && !sure) {
    if (!terminal) {
      reporter.report({
        event: 'error',
        code: 'confirmationNeeded',
        message: texts.say.needsFlag('--yes'),
        flag: '--yes',
      });
      return 2;
    }
    if ((await terminal.ask(texts.prompt.typeName(bot.name))) !== bot.name) return 2;
  }
  await app.bots.remove(bot.id, { data, confirm: data ? bot.name : '' });
  await app.idle();
  if (!json) write(`${data ? texts.say.removed : texts.say.kept}\n`);
  return 0;
}
