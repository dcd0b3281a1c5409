'use strict';

const ONLINE = 1;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

/**
 * Redials a OneBot line that went down. From 6.9 on the adapter marks the bot offline when its socket closes,
 * and its own timer then takes that for a wish: https://github.com/koishijs/koishi-plugin-adapter-onebot/pull/81
 */
exports.keepLine = (ctx) => {
  /** By serial number: what is passed around as a bot is a new proxy each time. */
  const waits = new Map();

  function watch(bot) {
    if (bot.platform !== 'onebot') return;
    if (bot.status === ONLINE) return forget(bot);
    if (bot.isActive || waits.get(bot.sn)?.cancel) return;
    const delay = waits.get(bot.sn)?.next ?? FIRST_RETRY_MS;
    const cancel = ctx.setTimeout(() => {
      waits.set(bot.sn, { next: Math.min(delay * 2, LONGEST_RETRY_MS) });
      if (ctx.bots.some(({ sn }) => sn === bot.sn))
        dial(bot).catch((error) => ctx.logger('botpier').warn(error));
    }, delay);
    waits.set(bot.sn, { next: delay, cancel });
  }

  function forget(bot) {
    waits.get(bot.sn)?.cancel?.();
    waits.delete(bot.sn);
  }

  /** A socket that is still open goes first, or each message would come twice. */
  async function dial(bot) {
    const socket = bot.adapter?.socket;
    if (socket) {
      await new Promise((resolve) => {
        socket.addEventListener('close', resolve, { once: true });
        ctx.setTimeout(resolve, FIRST_RETRY_MS);
        socket.close();
      });
    }
    if (!bot.isActive) await bot.start();
  }

  ctx.on('bot-status-updated', watch);
  ctx.on('bot-removed', forget);

  return {
    /** Hangs up and dials anew, at once. */
    async reconnect() {
      for (const bot of ctx.bots.filter(({ platform }) => platform === 'onebot')) {
        await bot.stop();
        forget(bot);
        await dial(bot);
      }
    },
  };
};
