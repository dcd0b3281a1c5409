import type { Bot } from '../../contract/bot';
import type { BotId } from '../../contract/ids';
import type { BotRuntime } from '../bot/bot-runtime';
import type { SecretStore } from '../secrets/secret-store';
import type { AdminBot } from './admin-pages';
import { passwordName } from './gateway-state';

/** The bots whose gateway is switched on. */
export function adminBots(
  bots: readonly Bot[],
  runtimeOf: (bot: BotId) => BotRuntime,
  secrets: SecretStore,
): AdminBot[] {
  return bots.flatMap(({ id, gateway }) => {
    const { stack, secrets: known } = runtimeOf(id).state;
    if (!gateway || !stack?.gateway) return [];
    const { door = '', session = '' } = known[stack.gateway.name] ?? {};
    const name = passwordName({ id }, stack.gateway);
    return [{ id, door, session, password: () => secrets.get(name) }];
  });
}
