import type { App } from '../../app/api';
import { AppError } from '../../contract/errors';
import type { BotView } from '../../contract/view';

/**
 * The bot that a command is about: the one of that name or id, else the first.
 * @throws AppError `unknownBot`
 */
export function chooseBot(app: App, named: string | undefined): BotView {
  const { bots } = app.view.get();
  const bot = named === undefined ? bots[0] : bots.find(({ id, name }) => id === named || name === named);
  if (!bot) throw new AppError('unknownBot', { bot: named ?? '' });
  return bot;
}
