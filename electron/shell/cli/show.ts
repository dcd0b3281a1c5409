import type { App } from '../../app/api';
import type { BotView } from '../../contract/view';
import type { Clock } from '../../lib/clock';
import { describeLink, MARKS } from './describe-link';
import type { Texts } from './texts';

const LOOK_MS = 8_000;

export interface ShowContext {
  app: App;
  bot: BotView;
  texts: Texts;
  json: boolean;
  write: (text: string) => void;
  clock: Clock;
  signal: AbortSignal;
}

/** Prints the chain once the app has looked. @returns 0 when it is green, else 1 */
export async function status({ app, bot: { id }, texts, json, write, clock }: ShowContext): Promise<0 | 1> {
  const tired = Promise.withResolvers<void>();
  const cancel = clock.after(LOOK_MS, tired.resolve);
  await Promise.race([app.engine.look().then(() => app.idle()), tired.promise]);
  cancel();
  const bot = app.view.get().bots.find((one) => one.id === id);
  if (!bot) return 1;
  if (json) write(`${JSON.stringify(bot)}\n`);
  else {
    write(`${MARKS[bot.tone]} ${bot.name}${bot.account ? `  ${bot.account.nick}` : ''}\n`);
    for (const link of bot.chain) write(`  ${describeLink(link, texts)}\n`);
  }
  return bot.tone === 'ok' ? 0 : 1;
}

/** Prints what the services and BotPier itself said, with `follow` until it is cancelled. */
export async function logs(
  { app, bot, json, write, signal }: ShowContext,
  options: { tail: number; follow: boolean },
): Promise<0> {
  try {
    for await (const batch of app.logs.read(bot.id, { ...options, signal })) {
      for (const entry of batch) {
        write(json ? `${JSON.stringify(entry)}\n` : `${timeOf(entry.at)}  ${entry.source}  ${entry.text}\n`);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return 0;
}

function timeOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
