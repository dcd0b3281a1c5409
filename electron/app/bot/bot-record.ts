import type { Bot } from '../../contract/bot';
import type { Readable } from '../../lib/value';

/** One bot's settings and intent, on disk. */
export interface BotRecord extends Readable<Bot> {
  /** On disk when it resolves. */
  update(change: (bot: Bot) => Bot): Promise<void>;
}
