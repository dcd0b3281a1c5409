import type { Bot } from '../contract/bot';
import type { ServiceName, StackId } from '../contract/ids';
import type { KeyPool } from '../services/key-pool-role';
import type { Brain, Gateway, Messenger, Role, ServiceInfo } from '../services/roles';

/** What a bot is made of: the roles and who plays them. Optional roles are played for bots that switched them on. */
export interface Stack {
  id: StackId;
  messenger: Messenger;
  brain: Brain;
  keyPool?: KeyPool;
  gateway?: Gateway;
}

/** In the order of the chain. */
export const ROLES: readonly Role[] = ['messenger', 'brain', 'keyPool', 'gateway'];

/** One role and who plays it. */
export interface Part {
  role: Role;
  service: ServiceInfo & Pick<Brain, 'define'>;
}

/** The role a service plays in a stack. */
export function roleOf(stack: Stack, service: ServiceName): Role | undefined {
  return ROLES.find((role) => stack[role]?.name === service);
}

/** Every service a stack has, switched on or not. */
export function allPartsOf(stack: Stack): Part[] {
  return ROLES.flatMap((role) => {
    const service = stack[role];
    return service ? [{ role, service }] : [];
  });
}

/** The services of a stack that a bot uses. */
export function partsOf(stack: Stack, bot: Pick<Bot, 'keyPool' | 'gateway' | 'model'>): Part[] {
  return allPartsOf(stack).filter(({ role }) => {
    if (role === 'keyPool') return usesKeyPool(bot);
    if (role === 'gateway') return bot.gateway !== undefined;
    return true;
  });
}

/** Switched on, and its licence agreed to. It takes the place of a single key only once a key of its own has worked. */
export function usesKeyPool({ keyPool, model }: Pick<Bot, 'keyPool' | 'model'>): boolean {
  if (!keyPool?.on || keyPool.consent === undefined) return false;
  return keyPool.model !== undefined || model === undefined;
}
