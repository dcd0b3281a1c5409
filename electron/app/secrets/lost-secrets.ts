import type { Bot } from '../../contract/bot';
import type { LostSecret } from '../../contract/secrets';
import type { Settings } from '../../contract/settings';
import { usesKeyPool } from '../../stacks/stack';
import type { BotState } from '../bot/bot-state';
import type { SecretState } from './secret-store';

/**
 * The key of a bot that cannot be read here, if any: the one it uses. Tokens that BotPier makes are not among them,
 * they are made anew.
 */
export function lostKeyOf(bot: Bot, { model, pool }: Pick<BotState, 'model' | 'pool'>): LostSecret[] {
  const { id, name } = bot;
  if (!pool.readable) return [{ kind: 'poolKeys', bot: id, name }];
  return !usesKeyPool(bot) && model.key === 'unreadable' ? [{ kind: 'modelKey', bot: id, name }] : [];
}

/** Ways to the phone whose secret cannot be read here. */
export function lostChannels(
  { notifications }: Settings,
  states: Readonly<Record<string, SecretState>>,
): LostSecret[] {
  return notifications.channels.flatMap(({ id, name }) =>
    states[id] === 'unreadable' ? [{ kind: 'channel' as const, channel: id, name }] : [],
  );
}
