import type { BotView } from '../../contract/view';
import { untilValue } from './next-change';
import type { Session } from './with-app';

const never = new AbortController().signal;

/**
 * Puts another brain in the place of the one that answers, and tells how that goes. Ctrl-C takes it back.
 * @returns the exit code: 1 when the old brain answers on
 */
export async function changeBrain(
  { app, bot, texts, reporter, json, write, signal }: Session & { bot: BotView },
  stack: NonNullable<BotView['stack']>,
): Promise<0 | 1> {
  if (bot.stack === stack) {
    if (!json) write(`${texts.say.unchanged}\n`);
    return 0;
  }
  const find = () => app.view.get().bots.find(({ id }) => id === bot.id);
  const before = find()?.lastChange?.at;
  const takeBack = () => void app.bots.cancelChange(bot.id).catch(() => undefined);
  signal.addEventListener('abort', takeBack, { once: true });
  let told = '';
  const stop = app.view.subscribe(() => {
    const change = find()?.change;
    const text = JSON.stringify(change);
    if (change && text !== told) reporter.report({ event: 'change', ...change });
    told = text;
  });
  try {
    await app.engine.look();
    signal.throwIfAborted();
    await app.bots.changeBrain(bot.id, stack);
    // Before the first reply there is nothing to prove.
    if (bot.settingUp) return 0;
    const end = await untilValue(
      app.view,
      () => {
        const now = find();
        return !now?.change && now?.lastChange?.at !== before ? now?.lastChange : undefined;
      },
      never,
    );
    reporter.report({ event: 'changed', ...end });
    // The one that rests is stopped, not left behind.
    await app.idle();
    return end.result === 'done' ? 0 : 1;
  } finally {
    stop();
    signal.removeEventListener('abort', takeBack);
  }
}
