import type { BotId } from '../../contract/ids';
import type { Clock } from '../../lib/clock';
import { randomToken } from '../bot/service-secrets';

/** Links to a bot's QR code for somebody with a phone and no password: each opens once, and not for long. */
export interface QrLinks {
  /** A token that nobody guesses. */
  offer(bot: BotId): string;
  /** The code's picture as PNG, of this moment; undefined for a token that is unknown, old or used. */
  open(token: string): Promise<Uint8Array | undefined>;
}

const LIFE_MS = 5 * 60_000;

/** @param draw the code on screen now, undefined when there is none any more */
export function createQrLinks(clock: Clock, draw: (bot: BotId) => Promise<Uint8Array | undefined>): QrLinks {
  const offers = new Map<string, { bot: BotId; until: number }>();
  const forgetOld = () => {
    for (const [token, { until }] of offers) if (until <= clock.now()) offers.delete(token);
  };
  return {
    offer(bot) {
      forgetOld();
      const token = randomToken();
      offers.set(token, { bot, until: clock.now() + LIFE_MS });
      return token;
    },
    async open(token) {
      forgetOld();
      const offer = offers.get(token);
      offers.delete(token);
      return offer && draw(offer.bot);
    },
  };
}
