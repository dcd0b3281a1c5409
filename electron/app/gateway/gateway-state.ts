import type { GatewaySight } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import type { RouteTable } from '../../contract/routes';
import type { GatewayInput } from '../../services/roles';
import type { Stack } from '../../stacks/stack';
import type { AppParts } from '../app-parts';
import { serviceSecretName } from '../bot/service-secrets';
import { defaultTableOf, upstreamsOf } from './surroundings-of';

/** What is known of a bot's gateway besides its container. */
export interface GatewayState {
  /** The one in force. */
  table: RouteTable | undefined;
  /** Made from the bot's services, because its user wrote none. */
  isDefault: boolean;
  hasPassword: boolean;
  refused: GatewaySight['refused'];
  /** Whoever only looks opens no door, and cannot know the configuration that another instance made. */
  knowsDoor: boolean;
}

export function emptyGatewayState(): GatewayState {
  return { table: undefined, isDefault: true, hasPassword: false, refused: undefined, knowsDoor: false };
}

/** Reads the table and finds the door, for a bot whose stack can have a gateway. */
export async function defineGateway(
  bot: Bot,
  stack: Stack,
  state: GatewayState,
  parts: AppParts,
): Promise<GatewayInput | undefined> {
  if (!stack.gateway) return undefined;
  const saved = await parts.routes.load(bot.id);
  // The same value again spares whoever checks it the work.
  const table = saved ?? defaultTableOf(bot, stack);
  if (JSON.stringify(table) !== JSON.stringify(state.table)) state.table = table;
  state.isDefault = saved === undefined;
  state.hasPassword = (await parts.secrets.state(passwordName(bot, stack.gateway))) === 'present';
  if (!bot.gateway) return undefined;
  state.knowsDoor = !parts.lookOnly;
  const door = parts.lookOnly ? undefined : await parts.door.openFor(bot.id);
  return { table: state.table ?? table, upstreams: upstreamsOf(bot, stack), door };
}

/** Where the hash of the password of a gateway's own pages lies in the secret store. */
export function passwordName(bot: Pick<Bot, 'id'>, gateway: NonNullable<Stack['gateway']>): string {
  return serviceSecretName(bot.id, gateway, 'password');
}
