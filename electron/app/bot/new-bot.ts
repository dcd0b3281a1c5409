import { randomBytes, randomInt } from 'node:crypto';
import { Bot } from '../../contract/bot';
import { BotId } from '../../contract/ids';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** What a bot is called until somebody names it. */
export const DEFAULT_NAME = '小码';

/** A bot without a stack yet, with a device of its own that stays the same for life. */
export function newBot(name: string, now: number): Bot {
  const id = BotId.parse(Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join(''));
  return Bot.parse({
    id,
    name,
    createdAt: now,
    device: {
      // Locally administered, so that it is nobody else's.
      mac: ['02', ...Array.from(randomBytes(5), (byte) => byte.toString(16).padStart(2, '0'))].join(':'),
      hostname: `pier-${id.slice(0, 4)}`,
      machineId: randomBytes(16).toString('hex'),
    },
    versions: {},
  });
}
