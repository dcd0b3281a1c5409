import type { App } from '../../app/api';
import type { BotView } from '../../contract/view';
import type { Clock } from '../../lib/clock';
import { describeLink, MARKS } from './describe-link';
import { untilValue } from './next-change';
import type { Texts } from './texts';

const LOOK_MS = 15_000;

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
export async function status(context: ShowContext): Promise<0 | 1> {
  const { app, texts, json, write } = context;
  const { id } = context.bot;
  await firstLook(context, async (signal) => {
    const isSettled = (bot: BotView) => !bot.chain.some(({ state }) => state.kind === 'working');
    await untilValue(app.view, ({ bots }) => bots.find((bot) => bot.id === id && isSettled(bot)), signal);
  });
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
export async function logs(context: ShowContext, options: { tail: number; follow: boolean }): Promise<0> {
  const { app, bot, json, write, signal } = context;
  await firstLook(context);
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

/** Until the app knows what there is, and `more`; at most for as long as somebody waits patiently. */
async function firstLook(
  { app, clock, signal }: ShowContext,
  more?: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const tired = new AbortController();
  const cancel = clock.after(LOOK_MS, () => tired.abort());
  const either = AbortSignal.any([signal, tired.signal]);
  const given = Promise.withResolvers<void>();
  either.addEventListener('abort', () => given.resolve(), { once: true });
  try {
    await Promise.race([app.engine.look().then(() => app.idle()), given.promise]);
    await more?.(either);
  } catch (error) {
    if (!tired.signal.aborted) throw error;
  } finally {
    cancel();
  }
}

function timeOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
