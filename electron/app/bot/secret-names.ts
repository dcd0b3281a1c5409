import type { BotId } from '../../contract/ids';
import { allPartsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import { passwordName } from '../gateway/gateway-state';
import { poolKeysName } from '../key-pool/pool-keys';
import { modelKeyName, serviceSecretName } from './service-secrets';

/** Every name under which a secret of a bot may lie. */
export function secretNamesOf(bot: BotId): string[] {
  const ofStacks = Object.values(STACKS).flatMap((stack) => [
    ...allPartsOf(stack).flatMap(({ service }) =>
      service.secrets.map((name) => serviceSecretName(bot, service, name)),
    ),
    ...(stack.gateway ? [passwordName({ id: bot }, stack.gateway)] : []),
  ]);
  return [...new Set([modelKeyName(bot), poolKeysName(bot), ...ofStacks])];
}
