import type { ServiceName, StackId } from '../contract/ids';
import type { Brain, Messenger, Role, ServiceInfo } from '../services/roles';

/** What a bot is made of: the roles and who plays them. */
export interface Stack {
  id: StackId;
  messenger: Messenger;
  brain: Brain;
}

export const ROLES: readonly Role[] = ['messenger', 'brain'];

/** The role a service plays in a stack. */
export function roleOf(stack: Stack, service: ServiceName): Role | undefined {
  return ROLES.find((role) => stack[role].name === service);
}

/** Every service of a stack, in the order of the chain. */
export function servicesOf(stack: Stack): { role: Role; service: ServiceInfo }[] {
  return ROLES.map((role) => ({ role, service: stack[role] }));
}
